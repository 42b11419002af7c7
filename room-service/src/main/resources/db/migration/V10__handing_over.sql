-- Somebody who is rung once the caller's stream is live, and a caller who is called back.
insert into legal_move values
    ('participant', 'PENDING', 'RINGING'),
    ('participant', 'PENDING', 'JOINED'),
    ('participant', 'PENDING', 'CANCELLED'),
    ('participant', 'JOINED', 'DEFERRED'),
    ('participant', 'DEFERRED', 'RINGING'),
    ('participant', 'DEFERRED', 'CANCELLED'),
    ('participant', 'RINGING', 'DEFERRED'),
    -- An observer comes and goes.
    ('participant', 'LEFT', 'JOINED'),
    ('participant', 'LOST', 'JOINED');

alter table call_participant
    drop constraint call_participant_state_check,
    drop constraint participant_deadline,
    -- The stream that must be live before this one is rung, and for how long they are rung then.
    add column awaits_stream text,
    add column ring_millis bigint,
    -- How often a caller who asked to be called back is rung yet.
    add column dials_left int not null default 0,
    add constraint call_participant_state_check check (state in (
        'PENDING', 'RINGING', 'JOINED', 'DEFERRED', 'DECLINED', 'BUSY', 'MISSED', 'CANCELLED', 'LEFT', 'LOST')),
    add constraint participant_deadline check (
        (state in ('PENDING', 'RINGING')) = (ring_until is not null)
        and (state = 'JOINED') = (lease_until is not null)
        and (state = 'PENDING') = (awaits_stream is not null));
create index participant_pending on call_participant (ring_until) where state = 'PENDING';

-- Who hands the caller over, to whom or where: one at a time.
alter table call
    add column transfer_by text,
    add column transfer_to text,
    add column transfer_queue text,
    add constraint call_transfer check (
        transfer_by is null and transfer_to is null and transfer_queue is null
        or state = 'CONNECTED' and transfer_by is not null
            and (transfer_to is not null or transfer_queue is not null));

-- A caller who was not reached is left in peace until then.
alter table queue_entry add column not_before timestamptz not null default '-infinity';
-- One place for each caller, also for those whom nothing else engages: they wait to be called back.
create unique index queue_entry_place on queue_entry (queue, caller) where state in ('WAITING', 'OFFERED');
