-- What is held of an endpoint is counted at every look, and must not be sought among the millions of an abandoned one.
create index webhook_delivery_held on webhook_delivery (endpoint_id) where ended_at is null and lease_until > '-infinity';
-- Nobody sees an endpoint that has this; its deliveries are removed in bites, and it after them.
alter table webhook_endpoint add column deleted_at timestamptz;
