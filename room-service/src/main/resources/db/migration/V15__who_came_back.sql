-- When whoever had dropped out was heard of again: no agent can have been kept from them before.
alter table call_participant add column back_at timestamptz;
