-- The trace of the request that wrote the row (W3C Trace Context); null where nobody traces.
alter table outbox add column traceparent text;
