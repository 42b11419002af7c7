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
 * @param callback whether the caller need not stay and is rung when an agent has taken the call
 * @param agent whom the caller is offered to or with
 * @param roomUid the agent's room, where the caller meets an agent whose old client knows rooms only
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
        boolean callback,
        Estimate estimate,
        String agent,
        UUID roomUid,
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
                entry.waits() && entry.callback(),
                estimate,
                entry.agent(),
                entry.roomUid(),
                stream);
    }
}
