insert into legal_move values
    ('agent', 'CLOSED', 'IDLE'),
    ('agent', 'IDLE', 'OFFERED'),
    ('agent', 'IDLE', 'BREAK'),
    ('agent', 'IDLE', 'CLOSED'),
    ('agent', 'OFFERED', 'BUSY'),
    ('agent', 'OFFERED', 'WRAP_UP'),
    ('agent', 'OFFERED', 'IDLE'),
    ('agent', 'OFFERED', 'CLOSED'),
    ('agent', 'BUSY', 'WRAP_UP'),
    ('agent', 'BUSY', 'IDLE'),
    ('agent', 'BUSY', 'CLOSED'),
    ('agent', 'WRAP_UP', 'IDLE'),
    ('agent', 'WRAP_UP', 'BREAK'),
    ('agent', 'WRAP_UP', 'CLOSED'),
    ('agent', 'BREAK', 'IDLE'),
    ('agent', 'BREAK', 'CLOSED'),
    ('entry', 'WAITING', 'OFFERED'),
    ('entry', 'WAITING', 'ABANDONED'),
    ('entry', 'WAITING', 'TIMED_OUT'),
    ('entry', 'WAITING', 'CANCELLED'),
    ('entry', 'OFFERED', 'WAITING'),
    ('entry', 'OFFERED', 'SERVED'),
    ('entry', 'OFFERED', 'ABANDONED'),
    ('entry', 'OFFERED', 'TIMED_OUT'),
    ('entry', 'OFFERED', 'CANCELLED'),
    ('entry', 'SERVED', 'WAITING');

-- An agent's room outlives being empty, and only its holder and those admitted enter.
alter table room add column held_by text, add column admitted text[] not null default '{}';

-- A skill group. Its row is the lock of its matching.
create table queue (
    name text primary key,
    strategy text not null check (
        strategy in ('LONGEST_IDLE', 'ROUND_ROBIN', 'LEAST_OCCUPIED', 'SKILL_WEIGHTED', 'STICKY')),
    -- Skill to least level, as JSON.
    skills text not null,
    -- [{"afterSeconds": 30, "skills": {…}}]: what suffices for those who have waited so long.
    steps text not null,
    offer_seconds int not null check (offer_seconds between 5 and 300),
    wrap_up_seconds int not null check (wrap_up_seconds between 0 and 3600),
    max_wait_seconds int not null check (max_wait_seconds between 5 and 86400),
    max_length int not null check (max_length between 0 and 100000),
    -- [{"day": 1, "from": "09:00", "to": "17:30"}], Monday is 1; empty for always.
    hours text not null,
    time_zone text not null,
    -- Callers come in although nobody is on duty.
    unstaffed boolean not null,
    -- Answers within this are within the service level.
    answer_within_seconds int not null check (answer_within_seconds between 1 and 86400),
    created_at timestamptz not null default clock_timestamp()
);

-- Where callers of old clients wait who name no group.
insert into queue (name, strategy, skills, steps, offer_seconds, wrap_up_seconds, max_wait_seconds, max_length, hours,
    time_zone, unstaffed, answer_within_seconds)
values ('default', 'LONGEST_IDLE', '{}', '[]', 30, 0, 1800, 100, '[]', 'UTC', false, 20);

-- Somebody who serves callers, on duty or not. Being here proves nothing about rights: the token does.
create table agent (
    user_id text primary key,
    state text not null check (state in ('IDLE', 'OFFERED', 'BUSY', 'WRAP_UP', 'BREAK', 'CLOSED')),
    -- Skill to level, as JSON.
    skills text not null,
    -- The room of the shift; null while closed.
    room_uid uuid,
    room_id text,
    -- The number of the last event of subject agent:{id}.
    version bigint not null,
    break_reason text,
    -- Closes as soon as the call is over.
    draining boolean not null default false,
    -- Offers in a row that were neither accepted nor declined.
    missed int not null default 0,
    state_since timestamptz not null,
    opened_at timestamptz not null,
    last_offered_at timestamptz not null default '-infinity',
    busy_millis bigint not null default 0,
    -- When a wrap-up ends by itself.
    ready_at timestamptz,
    lease_until timestamptz,
    constraint agent_on_duty check (
        (state = 'CLOSED') = (lease_until is null) and (state = 'WRAP_UP') = (ready_at is not null))
) with (fillfactor = 70);
create index agent_idle on agent (user_id) where state = 'IDLE';
create index agent_wrapping on agent (ready_at) where state = 'WRAP_UP';
create index agent_open on agent (user_id) where state <> 'CLOSED';
create trigger agent_moves before update of state on agent for each row
    when (old.state <> new.state) execute function refuse_illegal_move('agent');

create table agent_queue (
    queue text not null references queue on delete cascade,
    user_id text not null references agent on delete cascade,
    primary key (queue, user_id)
);
create index agent_queue_user on agent_queue (user_id);

-- Who waits, or waited. An entry keeps its number, so whoever comes back stands where they stood.
create table queue_entry (
    id uuid primary key default uuidv7(),
    queue text not null,
    call_id uuid not null references call on delete cascade,
    caller text not null,
    number bigint generated always as identity,
    state text not null check (state in ('WAITING', 'OFFERED', 'SERVED', 'ABANDONED', 'TIMED_OUT', 'CANCELLED')),
    skills text not null,
    priority int not null check (priority between 0 and 9),
    -- The order of service: waiting raises it, so nobody waits for ever.
    due_at timestamptz not null,
    entered_at timestamptz not null,
    wait_until timestamptz not null,
    answered_at timestamptz,
    left_at timestamptz,
    -- Who served this caller last.
    last_agent text,
    callback boolean not null default false
) with (fillfactor = 70);
create index queue_entry_waiting on queue_entry (queue, due_at, number) where state in ('WAITING', 'OFFERED');
create unique index queue_entry_call on queue_entry (call_id) where state in ('WAITING', 'OFFERED');
create index queue_entry_history on queue_entry (queue, entered_at);
create index queue_entry_of_call on queue_entry (call_id);
create trigger entry_moves before update of state on queue_entry for each row
    when (old.state <> new.state) execute function refuse_illegal_move('entry');

-- Every offer that was made, by its fencing number: a later one is higher, and only the open one can be accepted.
create table offer (
    number bigint generated always as identity primary key,
    entry_id uuid not null references queue_entry on delete cascade,
    call_id uuid not null references call on delete cascade,
    queue text not null,
    agent text not null,
    offered_at timestamptz not null default clock_timestamp(),
    until timestamptz not null,
    outcome text check (outcome in ('ACCEPTED', 'DECLINED', 'EXPIRED', 'WITHDRAWN')),
    decided_at timestamptz,
    -- When the agent was free again for the next.
    ended_at timestamptz
);
create index offer_of_entry on offer (entry_id);
create index offer_accepted on offer (queue, decided_at) where outcome = 'ACCEPTED';

-- One row per live offer or call of an agent's one slot: the keys, and not code, keep two calls from one agent and two
-- agents from one offer.
create table agent_slot (
    agent text primary key references agent,
    offer_number bigint not null unique references offer on delete cascade,
    call_id uuid not null
);
create index agent_slot_call on agent_slot (call_id);

-- Figures by queue and hour, counted from the rows themselves.
create view queue_figures as
select e.queue, date_trunc('hour', e.entered_at) as hour,
    count(*) as entered,
    count(*) filter (where e.answered_at is not null) as answered,
    count(*) filter (where e.answered_at <= e.entered_at + q.answer_within_seconds * interval '1 second')
        as answered_in_time,
    count(*) filter (where e.state = 'ABANDONED' or e.state = 'CANCELLED') as abandoned,
    count(*) filter (where e.state = 'TIMED_OUT') as timed_out,
    extract(epoch from percentile_cont(0.5) within group (order by coalesce(e.answered_at, e.left_at) - e.entered_at))
        as wait_p50,
    extract(epoch from percentile_cont(0.9) within group (order by coalesce(e.answered_at, e.left_at) - e.entered_at))
        as wait_p90,
    extract(epoch from percentile_cont(0.99) within group (order by coalesce(e.answered_at, e.left_at) - e.entered_at))
        as wait_p99
from queue_entry e join queue q on q.name = e.queue
group by e.queue, date_trunc('hour', e.entered_at);

-- Talking time over time on duty, since the shift began, of those on duty now.
create view queue_occupancy as
select aq.queue, count(*) as on_duty, count(*) filter (where a.state = 'IDLE') as idle,
    coalesce(sum(a.busy_millis + case when a.state = 'BUSY'
            then extract(epoch from clock_timestamp() - a.state_since) * 1000 else 0 end)
        / nullif(sum(extract(epoch from clock_timestamp() - a.opened_at) * 1000), 0), 0) as occupancy
from agent_queue aq join agent a on a.user_id = aq.user_id
where a.state <> 'CLOSED'
group by aq.queue;
