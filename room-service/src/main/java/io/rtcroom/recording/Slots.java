package io.rtcroom.recording;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.inject.Singleton;

/** How many recordings go on at once, counted under a lock: one too many is never begun, by however many replicas. */
@Singleton
class Slots {
    private static final String LOCK = "select only_row from recording_slots for update";
    private static final String TAKEN =
            """
            select count(*) from recording where state in ('STARTING', 'RECORDING', 'STOPPING')
            """;

    private final RecordingConfig config;

    Slots(RecordingConfig config) {
        this.config = config;
    }

    /** How many are free, until the end of the transaction. It is not negative where the limit was lowered. */
    Uni<Integer> lock(SqlConnection connection) {
        // Counted by a statement of its own: only a later statement sees what the lock waited for.
        return connection
                .query(LOCK)
                .execute()
                .chain(() -> connection.query(TAKEN).execute())
                .map(rows -> Math.max(0, config.slots() - rows.iterator().next().getInteger(0)));
    }
}
