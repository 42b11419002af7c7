-- Rooms that live now. A room that ends is deleted: its history is the event store's, its uid is never used again.
create table room (
    uid uuid primary key default uuidv7(),
    family text not null check (family in ('double', 'multi', 'live')),
    room_id text not null,
    info text not null,
    -- The first to join; null until then, and never changed afterwards.
    creator text,
    mixed_url text,
    max_members int not null,
    members int not null default 0,
    -- The number of the last event of subject room:{uid}.
    version bigint not null default 1,
    created_at timestamptz not null default clock_timestamp(),
    -- Until somebody joins, the room exists no longer than this.
    enter_by timestamptz,
    constraint room_name unique (family, room_id),
    constraint room_capacity check (members between 0 and max_members),
    constraint room_entered_or_due check ((creator is null) = (enter_by is not null))
) with (fillfactor = 70);

-- Pages of entered rooms, oldest first. Neither column changes after the first join, so joins stay HOT.
create index room_page on room (family, uid) where creator is not null;

-- Who is in a room. Present means that the lease runs beyond presence_floor().
create table member (
    room_uid uuid not null references room on delete cascade,
    user_id text not null,
    -- The session's fencing number: of the event that told of its join. What an older session leaves behind names a
    -- lower one and is ignored.
    epoch bigint not null,
    user_name text not null,
    user_avatar text not null,
    stream_id text not null,
    -- The play addresses as JSON; the push address is its owner's secret and is not kept.
    addresses text not null,
    joined_at timestamptz not null,
    joined_seq bigint not null,
    lease_until timestamptz not null,
    primary key (room_uid, user_id)
) with (fillfactor = 70);

-- One row: when any replica last wrote heartbeats, and until when an outage just noticed excuses everybody.
create table presence (
    only_row boolean primary key default true check (only_row),
    last_flush timestamptz not null,
    stale_after interval not null,
    grace_until timestamptz not null
);
insert into presence values (true, clock_timestamp(), interval '5 seconds', '-infinity');

-- Leases at or before this instant have expired. Minus infinity while beats are not being written (nobody could have
-- renewed a lease then) and for one time-out after that was noticed.
create function presence_floor() returns timestamptz language sql volatile as $$
    select case
        when last_flush + stale_after < clock_timestamp() or grace_until > clock_timestamp() then '-infinity'
        else clock_timestamp()
    end
    from presence
$$;

-- Events on their way to Kafka, written with the change they tell of and deleted once Kafka has them.
create table outbox (
    id bigint generated always as identity primary key,
    shard smallint not null,
    topic text not null,
    key text not null,
    payload text not null,
    created_at timestamptz not null default clock_timestamp()
) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000);

-- Repeated requests with the same Idempotency-Key get the first one's room.
create table idempotency (
    caller text not null,
    key text not null,
    request text not null,
    room_uid uuid not null,
    created_at timestamptz not null default clock_timestamp(),
    primary key (caller, key)
);

-- Tokens issued to a user before the current epoch are void.
create table user_epoch (
    user_id text primary key,
    epoch bigint not null
);

create table revoked_token (
    token_id uuid primary key,
    expires_at timestamptz not null
);
