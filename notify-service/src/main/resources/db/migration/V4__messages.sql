-- What was sent under which id of the sender's, and when; the message itself is its event.
create table message (
    chat          text not null,
    seq           bigint not null,
    sender        text not null,
    client_msg_id text not null,
    sent_at       timestamptz not null default clock_timestamp(),
    recalled_at   timestamptz,
    primary key (chat, seq),
    constraint message_sent_once unique (sender, client_msg_id)
);
create index message_sent_at on message (sent_at);

-- Up to when a user or a chat has used up its share of messages.
create table message_rate (
    key         text primary key,
    taken_until timestamptz not null
) with (fillfactor = 70);

-- A message to be told to the vendor, and the pace at which all replicas together may call it.
alter table im_task add payload text;
alter table im_task drop constraint im_task_kind_check;
alter table im_task add constraint im_task_kind_check
    check (kind in ('ensure', 'confirm', 'notify', 'repeat', 'destroy', 'message', 'direct'));
create table im_pace (
    command     text primary key,
    taken_until timestamptz not null
) with (fillfactor = 70);

create table mute (
    chat    text not null,
    user_id text not null,
    until   timestamptz not null,
    primary key (chat, user_id)
);
