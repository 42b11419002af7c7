-- One row per subject: the number of the last event applied. It is the lock under which events of a subject are taken in.
create table subject (
    subject  text primary key,
    last_seq bigint not null default 0,
    -- Set by the subject's last event; long after it the row may go, see rtcroom.events.subject-retention.
    ended_at timestamptz
) with (fillfactor = 80);
create index subject_ended on subject (ended_at) where ended_at is not null;

-- Events that came before their turn; they wait here and not in Kafka, so that nobody else waits with them.
create table waiting_event (
    subject    text not null,
    seq        bigint not null,
    payload    text not null,
    arrived_at timestamptz not null default clock_timestamp(),
    primary key (subject, seq)
);

create table event (
    subject   text not null,
    seq       bigint not null,
    id        uuid not null,
    type      text not null,
    time      timestamptz not null,
    -- The document as it came: every channel shows the same bytes.
    payload   text not null,
    stored_at timestamptz not null default clock_timestamp(),
    -- Taken under the subject's lock: within a subject it grows as seq does, whatever the clocks do.
    position  bigint generated always as identity unique,
    primary key (subject, seq)
);

-- Who may read which numbers of a room: from the join to the leave.
create table follower (
    -- Per user it grows in the order of commits (see Followers): a cursor's watermark relies on it.
    id        bigint generated always as identity primary key,
    user_id   text not null,
    subject   text not null,
    from_seq  bigint not null,
    to_seq    bigint,
    closed_at timestamptz,
    unique (subject, user_id, from_seq)
);
create index follower_user on follower (user_id, id);
create index follower_closed on follower (closed_at) where closed_at is not null;

-- A room that needs (or needed) its IM group. The ended rows are kept a while: a late request must not revive one.
create table im_room (
    room_uid text primary key,
    group_id text not null,
    ended_at timestamptz
);
create index im_room_live on im_room (group_id) where ended_at is null;
create index im_room_ended on im_room (ended_at) where ended_at is not null;

-- An IM group and who is talking to the vendor about it. The lease makes calls of one group serial across replicas.
create table im_group (
    group_id    text primary key,
    ready       boolean not null default false,
    lease_until timestamptz not null default '-infinity',
    lease_no    bigint not null default 0,
    -- Nothing is tried before: the head of the line is backing off.
    retry_at    timestamptz not null default '-infinity',
    touched_at  timestamptz not null default clock_timestamp()
) with (fillfactor = 80);
create sequence im_lease;

create table im_task (
    id         bigint generated always as identity primary key,
    group_id   text not null,
    room_uid   text not null,
    kind       text not null check (kind in ('ensure', 'confirm', 'notify', 'repeat', 'destroy')),
    due_at     timestamptz not null default clock_timestamp(),
    created_at timestamptz not null default clock_timestamp(),
    attempts   int not null default 0,
    -- Given up at; the row stays for whoever asks why.
    dead_at    timestamptz,
    last_error text
) with (fillfactor = 80);
create index im_task_line on im_task (group_id, id) where dead_at is null;
create index im_task_due on im_task (due_at) where dead_at is null;
create unique index im_task_repeat on im_task (room_uid) where kind = 'repeat' and dead_at is null;
create index im_task_dead on im_task (dead_at) where dead_at is not null;
