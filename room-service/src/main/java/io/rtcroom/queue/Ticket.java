package io.rtcroom.queue;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.rtcroom.address.StreamAddresses;
import java.time.Instant;
import java.util.UUID;

/**
 * A place in a queue as its caller sees it.
 *
 * @param position from 1; absent when nobody waits any more
 * @param dropped whether the caller has not been heard; a heartbeat of the call mends it
 * @param stream the caller's own addresses, the secret push address among them; only in the answer to entering
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Ticket(
        UUID id,
        String queue,
        UUID callId,
        EntryState state,
        Integer position,
        int priority,
        Instant enteredAt,
        Instant waitUntil,
        boolean dropped,
        Estimate estimate,
        StreamAddresses stream) {
    static Ticket of(Entry entry, Estimate estimate, StreamAddresses stream) {
        return new Ticket(
                entry.id(),
                entry.queue(),
                entry.callId(),
                entry.state(),
                entry.waits() ? entry.ahead() + 1 : null,
                entry.priority(),
                entry.enteredAt(),
                entry.waitUntil(),
                entry.waits() && entry.dropped(),
                estimate,
                stream);
    }
}
