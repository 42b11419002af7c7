-- What changes with every offer is in no index, nor in the condition of one: such a change stays within its page (HOT).
drop index agent_wrapping;
create index agent_wrapping on agent (ready_at) where ready_at is not null;
drop index agent_open;
create index agent_on_duty on agent (opened_at, user_id) where room_uid is not null;
drop index call_ended_at;
create index call_ended_at on call (ended_at) where ended_at is not null;
