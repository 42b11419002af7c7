-- Silent for half a lease and still present: others are told, so that a screen can react before anybody leaves.
alter table member add column suspended boolean not null default false;

-- Sessions whose lease ran out while their room went on. Their next heartbeat brings them back if there is a seat: no old
-- client notices that it was evicted (protocol.md §7.4). A join or a leave of the user forgets the row.
create table evicted (
    room_uid uuid not null references room on delete cascade,
    user_id text not null,
    epoch bigint not null,
    user_name text not null,
    user_avatar text not null,
    addresses text not null,
    joined_at timestamptz not null,
    joined_seq bigint not null,
    evicted_at timestamptz not null default clock_timestamp(),
    primary key (room_uid, user_id)
);
