/**
 * Tells back ends what happened, after Standard Webhooks. An event and an endpoint that wants it are one row, written in
 * the transaction that stored the event; any replica takes rows that are due and holds them by a lease. So everything is
 * delivered at least once, with its number and in no order. What a target's name resolves to is checked and then used.
 */
package io.rtcroom.webhook;
