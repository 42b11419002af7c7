-- Whether an entry still has its place. Indexes ask this and not the state, so an offer and its decline change nothing that is
-- indexed, and stay within their page (HOT). The table is written anew; the indexes that go need not be.
drop index queue_entry_waiting;
drop index queue_entry_call;
drop index queue_entry_place;
alter table queue_entry add column live boolean not null generated always as (state in ('WAITING', 'OFFERED')) stored;
create index queue_entry_waiting on queue_entry (queue, due_at, number) where live;
create unique index queue_entry_call on queue_entry (call_id) where live;
create unique index queue_entry_place on queue_entry (queue, caller) where live;
-- Waits that are over.
create index queue_entry_over on queue_entry (wait_until) where live;
