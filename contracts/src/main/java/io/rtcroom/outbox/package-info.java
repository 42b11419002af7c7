/**
 * Events leave through here: written in the transaction of the change, sent to Kafka afterwards, in order per key, at
 * least once. Kafka being away delays them and nothing else. Every service with a database relays its own table
 * {@code outbox} (docs/decisions/0006).
 */
package io.rtcroom.outbox;
