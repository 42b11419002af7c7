-- Rooms where each device of a user is a member of its own ('allow'). What a room says here is the version it has: a
-- replica that knows nothing of devices changes the version alone, fails at the constraint, and so never takes two devices
-- for one. It reads such a room as one that replaces.
alter table room
    add column devices_version bigint,
    add constraint room_devices check (devices_version is null or devices_version = version);

-- Whether the member's client names its session in what it asks for. Old clients do not.
alter table member add column named boolean not null default false;

-- The members of those rooms. They are members in everything that is read, renewed and removed; only the key differs, by
-- the number of the event that told of the device's coming.
create table device (
    foreign key (room_uid) references room on delete cascade,
    primary key (room_uid, user_id, joined_seq)
) inherits (member) with (fillfactor = 70);
-- No two devices push one stream. Not of the lease, as in member.
create unique index device_stream on device (stream_id, room_uid);
-- An old client is one device, whatever else its user has.
create unique index device_unnamed on device (room_uid, user_id) where not named;

alter table evicted
    add column named boolean not null default false,
    drop constraint evicted_pkey,
    add primary key (room_uid, user_id, epoch);

-- How often in a row the vendor's word that the stream is live has renewed the lease, and until when it did last. A lease
-- with another end was renewed by a beat or by a hook since.
alter table member
    add column probes int not null default 0,
    add column probed_until timestamptz;
