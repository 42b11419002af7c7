create table webhook_endpoint (
    id              uuid primary key default uuidv7(),
    -- The API key's name.
    owner           text not null,
    url             text not null,
    -- Empty: every type.
    types           text[] not null,
    secret          bytea not null,
    previous_secret bytea,
    previous_until  timestamptz,
    -- The number of its last test event.
    tests           bigint not null default 0,
    created_at      timestamptz not null default clock_timestamp(),
    disabled_at     timestamptz,
    disabled_why    text
);
create index webhook_endpoint_owner on webhook_endpoint (owner, id);

-- One event for one endpoint, until it is delivered or given up.
create table webhook_delivery (
    id          bigint generated always as identity primary key,
    endpoint_id uuid not null references webhook_endpoint on delete cascade,
    event_id    uuid not null,
    subject     text not null,
    seq         bigint not null,
    type        text not null,
    -- Of what is in no store: an endpoint's own test.
    payload     text,
    due_at      timestamptz not null default clock_timestamp(),
    attempts    int not null default 0,
    -- Who holds it may try it; the number tells a holder from the one before.
    lease_until timestamptz not null default '-infinity',
    lease_no    bigint not null default 0,
    outcome     text check (outcome in ('delivered', 'given-up')),
    ended_at    timestamptz,
    constraint webhook_delivery_once unique (endpoint_id, event_id),
    constraint webhook_delivery_ended check ((outcome is null) = (ended_at is null))
) with (fillfactor = 80);
create sequence webhook_lease;
create index webhook_delivery_due on webhook_delivery (endpoint_id, due_at) where ended_at is null;
create index webhook_delivery_log on webhook_delivery (endpoint_id, id);
create index webhook_delivery_ended_at on webhook_delivery (ended_at) where ended_at is not null;

create table webhook_attempt (
    delivery_id bigint not null references webhook_delivery on delete cascade,
    number      int not null,
    at          timestamptz not null default clock_timestamp(),
    status      int not null,
    error       text,
    took_ms     bigint not null
);
create index webhook_attempt_delivery on webhook_attempt (delivery_id);
