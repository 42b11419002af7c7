package io.rtcroom.call;

import io.vertx.mutiny.sqlclient.Row;
import java.time.Instant;
import java.util.UUID;

/**
 * A call without its people.
 *
 * @param reason null until it ends
 * @param queue where it waits whenever it has no agent; null between people
 * @param version the number of the last event of {@code call:{id}}
 * @param transfer null unless somebody is being handed over
 */
record CallRow(
        UUID id,
        CallState state,
        EndReason reason,
        String caller,
        String queue,
        String info,
        long version,
        Instant createdAt,
        Instant connectedAt,
        Instant endedAt,
        Transfer transfer) {

    /** The columns {@link #of} reads, in its order, of a table aliased c. */
    static final String COLUMNS = "c.id, c.state, c.reason, c.caller, c.queue, c.info, c.version, c.created_at,"
            + " c.connected_at, c.ended_at, c.transfer_by, c.transfer_to, c.transfer_queue";

    static final int SIZE = 13;

    static CallRow of(Row row) {
        String reason = row.getString(2);
        String transferBy = row.getString(10);
        return new CallRow(
                row.getUUID(0),
                CallState.valueOf(row.getString(1)),
                reason == null ? null : EndReason.of(reason),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                row.getLong(6),
                Participant.instant(row, 7),
                Participant.instant(row, 8),
                Participant.instant(row, 9),
                transferBy == null ? null : new Transfer(transferBy, row.getString(11), row.getString(12)));
    }

    CallRow at(long newVersion) {
        return new CallRow(
                id, state, reason, caller, queue, info, newVersion, createdAt, connectedAt, endedAt, transfer);
    }

    /** @param why null unless it ends */
    CallRow moved(CallState next, EndReason why, Instant now) {
        boolean connects = next == CallState.CONNECTED && connectedAt == null;
        return new CallRow(
                id,
                next,
                why,
                caller,
                queue,
                info,
                version,
                createdAt,
                connects ? now : connectedAt,
                next == CallState.ENDED ? now : null,
                transfer);
    }

    CallRow waitingIn(String newQueue) {
        return new CallRow(
                id, state, reason, caller, newQueue, info, version, createdAt, connectedAt, endedAt, transfer);
    }

    CallRow with(Transfer newTransfer) {
        return new CallRow(
                id, state, reason, caller, queue, info, version, createdAt, connectedAt, endedAt, newTransfer);
    }
}
