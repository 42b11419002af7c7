-- Every move a state machine may make, once more than in the code: a test compares the two, a trigger refuses the rest.
create table legal_move (
    machine text not null,
    from_state text not null,
    to_state text not null,
    primary key (machine, from_state, to_state)
);
insert into legal_move values
    ('call', 'QUEUED', 'RINGING'),
    ('call', 'QUEUED', 'ENDED'),
    ('call', 'RINGING', 'CONNECTED'),
    ('call', 'RINGING', 'QUEUED'),
    ('call', 'RINGING', 'ENDED'),
    ('call', 'CONNECTED', 'QUEUED'),
    ('call', 'CONNECTED', 'ENDED'),
    ('participant', 'RINGING', 'JOINED'),
    ('participant', 'RINGING', 'DECLINED'),
    ('participant', 'RINGING', 'MISSED'),
    ('participant', 'RINGING', 'CANCELLED'),
    ('participant', 'JOINED', 'LEFT'),
    ('participant', 'JOINED', 'LOST'),
    ('participant', 'DECLINED', 'RINGING'),
    ('participant', 'BUSY', 'RINGING'),
    ('participant', 'MISSED', 'RINGING'),
    ('participant', 'CANCELLED', 'RINGING'),
    ('participant', 'LEFT', 'RINGING'),
    ('participant', 'LOST', 'RINGING');

create function refuse_illegal_move() returns trigger language plpgsql as $$
begin
    if not exists (select from legal_move
            where machine = tg_argv[0] and from_state = old.state and to_state = new.state) then
        raise exception 'a % does not go from % to %', tg_argv[0], old.state, new.state
            using errcode = 'check_violation', constraint = 'legal_move';
    end if;
    return new;
end
$$;

-- A call from its first ring to its end, and after that its history.
create table call (
    id uuid primary key default uuidv7(),
    state text not null check (state in ('QUEUED', 'RINGING', 'CONNECTED', 'ENDED')),
    -- Why it ended.
    reason text,
    caller text not null,
    -- Where it waits for an agent whenever it has none; null between people.
    queue text,
    info text not null,
    -- The number of the last event of subject call:{id}; every change is a compare-and-set on it.
    version bigint not null,
    created_at timestamptz not null,
    connected_at timestamptz,
    ended_at timestamptz,
    idempotency_key text,
    -- What was asked under that key.
    request text,
    constraint call_ended check ((state = 'ENDED') = (reason is not null) and (state = 'ENDED') = (ended_at is not null)),
    constraint call_waits_somewhere check (state <> 'QUEUED' or queue is not null)
) with (fillfactor = 70);
create unique index call_key on call (caller, idempotency_key) where idempotency_key is not null;
create index call_ended_at on call (ended_at) where state = 'ENDED';
create trigger call_moves before update of state on call for each row
    when (old.state <> new.state) execute function refuse_illegal_move('call');

create table call_participant (
    call_id uuid not null references call on delete cascade,
    user_id text not null,
    role text not null check (role in ('caller', 'callee', 'agent', 'observer')),
    state text not null check (
        state in ('RINGING', 'JOINED', 'DECLINED', 'BUSY', 'MISSED', 'CANCELLED', 'LEFT', 'LOST')),
    user_name text not null,
    user_avatar text not null,
    -- The one device that is in the call: others of the user rang too.
    device text,
    -- The play addresses as JSON; the push address is its owner's secret and is not kept.
    addresses text,
    invited_by text,
    invited_at timestamptz not null,
    joined_at timestamptz,
    left_at timestamptz,
    -- No ringing without an end, and nobody in a call without a lease.
    ring_until timestamptz,
    lease_until timestamptz,
    primary key (call_id, user_id),
    constraint participant_deadline check (
        (state = 'RINGING') = (ring_until is not null) and (state = 'JOINED') = (lease_until is not null))
) with (fillfactor = 70);
create index participant_ringing on call_participant (ring_until) where state = 'RINGING';
-- Without the lease itself, so that a beat remains a HOT update.
create index participant_joined on call_participant (call_id) where state = 'JOINED';
create trigger participant_moves before update of state on call_participant for each row
    when (old.state <> new.state) execute function refuse_illegal_move('participant');

-- Who rings, talks or waits, in one call each: the key is what makes somebody busy. Observers are not engaged.
create table engagement (
    user_id text primary key,
    -- Deferred: whoever calls is engaged before the call is written.
    call_id uuid not null references call on delete cascade deferrable initially deferred
);
create index engagement_call on engagement (call_id);

-- Every transition of a call with its cause, under the number of its event.
create table call_transition (
    call_id uuid not null references call on delete cascade,
    seq bigint not null,
    at timestamptz not null,
    event text not null,
    user_id text,
    -- Whose doing it was; null if it was a deadline's.
    actor text,
    cause text,
    -- What the call was from here on.
    state text not null,
    primary key (call_id, seq)
);

-- The number of the last event of subject user:{id}.
create table user_subject (
    user_id text primary key,
    version bigint not null
) with (fillfactor = 70);
