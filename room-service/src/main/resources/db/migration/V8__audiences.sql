-- Live rooms' viewers and custom fields: outside the room's sequence and not tied to its row, so that a crowd holds up
-- neither who joins nor the room's end. Rooms' uids are never used again; the audience sweep clears up after them.

create table viewer (
    room_uid uuid not null,
    user_id text not null,
    -- The application's own, not read by us.
    info text not null,
    -- The order of coming.
    number bigint generated always as identity,
    came_at timestamptz not null default clock_timestamp(),
    primary key (room_uid, user_id)
);
create index viewer_order on viewer (room_uid, number);

create table audience (
    room_uid uuid primary key,
    -- Name to text or whole number.
    fields jsonb not null default '{}',
    -- As last counted.
    viewers bigint not null default 0,
    -- The number of the last event of subject audience:{uid}.
    version bigint not null default 0,
    told_at timestamptz not null default '-infinity'
) with (fillfactor = 70);

-- What nobody was told yet. One row a change: a mark that all changes shared would make them wait for each other.
create table audience_change (
    id bigint generated always as identity primary key,
    room_uid uuid not null
);
create index audience_change_room on audience_change (room_uid);

-- Exact for all but crowds, of which a count per reader would cost too much: theirs is that of a second ago.
create function viewers_of(show uuid) returns bigint language sql stable as $$
    select case when counted >= 1000 then counted else (select count(*) from viewer where room_uid = show) end
    from (select coalesce((select viewers from audience where room_uid = show), 0) as counted) a
$$;

-- Whether a live room goes on: it is its creator's show and over when their lease is.
create function on_air(show uuid) returns boolean language sql volatile as $$
    select exists (
        select from room r join member m on m.room_uid = r.uid and m.user_id = r.creator
        where r.uid = show and r.family = 'live' and m.lease_until > (select presence_floor()))
$$;
