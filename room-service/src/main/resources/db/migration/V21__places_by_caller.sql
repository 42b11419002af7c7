-- Who served a caller last is asked for with each place that is taken, while its queue is held.
create index queue_entry_caller on queue_entry (caller);
