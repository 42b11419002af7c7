-- What changes of an agent and of a call with every offer is in no index, nor in the condition of one: such a change stays
-- within its page (HOT). So it is the room, and not the state, that tells who is on duty.
alter table agent drop constraint agent_on_duty, add constraint agent_on_duty check (
    (state = 'CLOSED') = (lease_until is null) and (state = 'CLOSED') = (room_uid is null)
        and (state = 'WRAP_UP') = (ready_at is not null));
drop index agent_wrapping;
create index agent_wrapping on agent (ready_at) where ready_at is not null;
drop index agent_open;
create index agent_by_shift on agent (opened_at, user_id) where room_uid is not null;
drop index call_ended_at;
create index call_ended_at on call (ended_at) where ended_at is not null;

create or replace view queue_occupancy as
select aq.queue, count(*) as on_duty, count(*) filter (where a.state = 'IDLE') as idle,
    coalesce(sum(a.busy_millis + case when a.state = 'BUSY'
            then extract(epoch from clock_timestamp() - a.state_since) * 1000 else 0 end)
        / nullif(sum(extract(epoch from clock_timestamp() - a.opened_at) * 1000), 0), 0) as occupancy
from agent_queue aq join agent a on a.user_id = aq.user_id
where a.room_uid is not null
group by aq.queue;
