-- Queues with callers who wait, and agents who wrap up, as the service would have left them. All leases outlast the run.
-- Nobody has heard of calls and agents yet: their events begin with number 1, for which consumers wait.
-- $NAME begins all their names; there are $QUEUES queues and $PAIRS callers and agents, dealt out evenly.
insert into queue (name, strategy, skills, steps, offer_seconds, wrap_up_seconds, max_wait_seconds, max_length, hours,
    time_zone, unstaffed, answer_within_seconds)
select '$NAME-' || n, 'LONGEST_IDLE', '{}', '[]', 300, 0, 86400, 100000, '[]', 'UTC', true, 20
from generate_series(0, $QUEUES - 1) n;

insert into call (id, state, caller, queue, info, version, created_at)
select md5('$NAME-' || n)::uuid, 'QUEUED', '$NAME-caller-' || n, '$NAME-' || n % $QUEUES, '', 0, clock_timestamp()
from generate_series(0, $PAIRS - 1) n;

insert into call_participant (call_id, user_id, role, state, user_name, user_avatar, device, addresses, invited_at,
    joined_at, lease_until)
select id, caller, 'caller', 'JOINED', 'Bench', '', 'bench', jsonb_build_object(
        'streamId', '8888_' || caller, 'expiresAt', '2030-01-01T00:00:00Z', 'playExpiresAt', '2030-01-01T00:00:00Z',
        'accelerateUrl', 'rtmp://play.example.com/live/8888_' || caller
            || '?bizid=8888&txTime=6A000000&txSecret=00000000000000000000000000000000')::text,
    created_at, created_at, clock_timestamp() + interval '2 hours'
from call where caller like '$NAME-caller-%';

insert into engagement (user_id, call_id) select caller, id from call where caller like '$NAME-caller-%';

insert into queue_entry (queue, call_id, caller, state, skills, priority, due_at, entered_at, wait_until)
select queue, id, caller, 'WAITING', '{}', 0, created_at, created_at, created_at + interval '1 day'
from call where caller like '$NAME-caller-%';

insert into room (uid, family, room_id, info, max_members, enter_by, held_by)
select md5('$NAME-room-' || n)::uuid, 'double', 'agent_$NAME_' || n, '', 2, 'infinity', '$NAME-agent-' || n
from generate_series(0, $PAIRS - 1) n;

insert into agent (user_id, state, skills, room_uid, room_id, version, state_since, opened_at, ready_at, lease_until)
select held_by, 'WRAP_UP', '{}', uid, room_id, 0, clock_timestamp(), clock_timestamp(),
    clock_timestamp() + interval '1 day', clock_timestamp() + interval '2 hours'
from room where held_by like '$NAME-agent-%';

insert into agent_queue (queue, user_id)
select '$NAME-' || substring(user_id from '[0-9]+$')::int % $QUEUES, user_id from agent where user_id like '$NAME-agent-%';
