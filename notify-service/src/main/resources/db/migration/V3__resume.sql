-- Up to where events were purged: what a cursor from before it has not read may be gone.
create table event_purged (
    only_row boolean primary key default true check (only_row),
    position bigint not null
);
insert into event_purged (position) values (0);

-- The rooms that live, and who is in them, as their events tell: what somebody sees who cannot be told every event.
create table room (
    subject text primary key,
    family  text not null,
    room_id text not null,
    info    text,
    -- The first to join.
    creator text
);
create table member (
    subject     text not null,
    user_id     text not null,
    -- The number of the join.
    seq         bigint not null,
    user_name   text,
    user_avatar text,
    stream_id   text,
    primary key (subject, user_id)
);

-- What is stored already. A room whose beginning is gone from the store is known again from its next life on.
insert into room (subject, family, room_id, info, creator)
select e.subject, d.data ->> 'family', d.data ->> 'roomId', d.data ->> 'info',
    (select payload::jsonb #>> '{data,userId}' from event j
     where j.subject = e.subject and j.type = 'member.joined' order by j.seq limit 1)
from event e join subject s on s.subject = e.subject and s.ended_at is null
cross join lateral (select e.payload::jsonb -> 'data' as data) d
where e.type = 'room.created';
insert into member (subject, user_id, seq, user_name, user_avatar, stream_id)
select f.subject, f.user_id, f.from_seq, d.data ->> 'userName', d.data ->> 'userAvatar', d.data ->> 'streamId'
from follower f
cross join lateral (
    select payload::jsonb -> 'data' as data from event e
    where e.subject = f.subject and e.seq >= f.from_seq and e.type in ('member.joined', 'member.updated')
      and e.payload::jsonb #>> '{data,userId}' = f.user_id
    order by e.seq desc limit 1) d
where f.to_seq is null
on conflict do nothing;
