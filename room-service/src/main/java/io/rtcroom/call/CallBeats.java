package io.rtcroom.call;

import io.rtcroom.database.Database;
import io.rtcroom.problem.ProblemException;
import io.rtcroom.problem.ProblemType;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Heartbeats of people in calls. One is written when a quarter of the lease has passed since the last that this replica
 * wrote; those in between cost a look into a map. Their answer is no promise.
 */
@Singleton
public class CallBeats {
    private static final String WRITE =
            """
            update call_participant set lease_until = clock_timestamp() + $3 * interval '1 millisecond'
            where call_id = $1 and user_id = $2 and state = 'JOINED'
            """;

    private final Database database;
    private final CallConfig config;
    private final Map<Place, Long> written = new ConcurrentHashMap<>();

    CallBeats(Database database, CallConfig config) {
        this.database = database;
        this.config = config;
    }

    private record Place(UUID callId, String userId) {}

    /** The user is still in the call. @throws ProblemException NOT_IN_CALL */
    public Uni<Void> beat(UUID callId, String userId) {
        Place place = new Place(callId, userId);
        long now = System.nanoTime();
        Long last = written.get(place);
        if (last != null && now - last < config.flushAfter().toNanos())
            return Uni.createFrom().voidItem();
        return database.query(
                        WRITE,
                        Tuple.of(callId, userId, config.heartbeatTimeout().toMillis()))
                .map(rows -> {
                    if (rows.rowCount() == 0) {
                        written.remove(place);
                        throw new ProblemException(ProblemType.NOT_IN_CALL, "%s is not in call %s", userId, callId);
                    }
                    written.put(place, now);
                    return null;
                });
    }

    /** Forgets what has not beaten for a lease. */
    void forgetSilent() {
        long horizon = System.nanoTime() - config.heartbeatTimeout().toNanos();
        written.values().removeIf(last -> last - horizon < 0);
    }
}
