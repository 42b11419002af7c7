-- Keys that are a day old are forgotten every other second: that must not go through all of the day.
create index idempotency_created_at on idempotency (created_at);
