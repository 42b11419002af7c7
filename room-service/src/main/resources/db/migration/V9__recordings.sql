-- Whether members are recorded, and whether each must have said yes before.
alter table room
    add column record text not null default 'off' check (record in ('off', 'auto', 'manual')),
    add column recording_consent text not null default 'none' check (recording_consent in ('none', 'required'));
create index room_recorded on room (uid) where record = 'auto';

create table recording_consent (
    room_uid uuid not null references room on delete cascade,
    user_id text not null,
    given_at timestamptz not null default clock_timestamp(),
    primary key (room_uid, user_id)
);

insert into legal_move values
    ('recording', 'QUEUED', 'STARTING'),
    ('recording', 'QUEUED', 'FAILED'),
    ('recording', 'STARTING', 'RECORDING'),
    ('recording', 'STARTING', 'STOPPING'),
    ('recording', 'STARTING', 'FAILED'),
    ('recording', 'RECORDING', 'STOPPING'),
    ('recording', 'STOPPING', 'READY'),
    ('recording', 'STOPPING', 'FAILED'),
    ('recording', 'FAILED', 'READY'),
    ('recording', 'FAILED', 'DELETING'),
    ('recording', 'READY', 'DELETING'),
    ('recording', 'DELETING', 'DELETED'),
    ('recording', 'DELETED', 'DELETING');

-- One recording of one stream. It outlives its room, so it refers to none and keeps what it needs to know of it.
create table recording (
    id uuid primary key default uuidv7(),
    room_uid uuid not null,
    room_id text not null,
    -- The creator of the room.
    owner text not null,
    user_id text not null,
    stream_id text not null,
    -- When the user said yes; null where nobody was asked.
    consented_at timestamptz,
    state text not null check (
        state in ('QUEUED', 'STARTING', 'RECORDING', 'STOPPING', 'READY', 'FAILED', 'DELETING', 'DELETED')),
    -- Why it ended.
    reason text,
    -- The media server that records, once one does.
    server text,
    -- The number of the last event of subject recording:{id}.
    version bigint not null,
    created_at timestamptz not null,
    state_since timestamptz not null,
    started_at timestamptz,
    ended_at timestamptz,
    -- When the state ends by itself.
    deadline timestamptz,
    -- When the media server is to be asked next; null where there is nothing to ask.
    order_at timestamptz,
    constraint recording_deadline check ((state in ('READY', 'FAILED', 'DELETED')) = (deadline is null)),
    constraint recording_order check ((state in ('STARTING', 'RECORDING', 'STOPPING', 'DELETING')) = (order_at is not null))
) with (fillfactor = 70);
-- A stream has one recording at a time.
create unique index recording_of_stream on recording (stream_id)
    where state in ('QUEUED', 'STARTING', 'RECORDING', 'STOPPING');
create index recording_of_room on recording (room_uid, id);
create index recording_streams on recording (stream_id, created_at);
create index recording_due on recording (deadline) where deadline is not null;
create index recording_ordered on recording (order_at) where order_at is not null;
create index recording_kept on recording (ended_at) where state in ('READY', 'FAILED');
create trigger recording_moves before update of state on recording for each row
    when (old.state <> new.state) execute function refuse_illegal_move('recording');

-- The files of a recording, one after the other: a recorder or publisher that came back began the next.
create table recording_segment (
    recording_id uuid not null references recording on delete cascade,
    n int not null,
    server text not null,
    -- Its name in the server's folder, or where the vendor serves it; null until a server that takes no orders says it.
    file text,
    started_at timestamptz not null,
    -- When the file was complete; null before that.
    ended_at timestamptz,
    duration_millis bigint,
    size bigint,
    deleted boolean not null default false,
    primary key (recording_id, n)
);
create index segment_file on recording_segment (server, file);

-- One row: the lock under which slots are counted and given.
create table recording_slots (
    only_row boolean primary key default true check (only_row)
);
insert into recording_slots values (true);
