package io.rtcroom.message;

import io.rtcroom.problem.ProblemException;
import io.rtcroom.problem.ProblemType;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;

/**
 * How fast messages may come, for all replicas together: each takes its share of time (the generic cell rate algorithm),
 * and who has taken too much in advance is refused. The row's lock also makes one user's messages come one by one.
 */
@Singleton
class Rates {
    private static final String TAKE =
            """
            insert into message_rate as r (key, taken_until)
            values ($1, clock_timestamp() + $2 * interval '1 microsecond')
            on conflict (key) do update
            set taken_until = greatest(r.taken_until, clock_timestamp()) + $2 * interval '1 microsecond'
            where r.taken_until <= clock_timestamp() + $3 * interval '1 microsecond'""";

    private static final long SECOND = 1_000_000;
    private static final int BURST_SECONDS = 2;

    private final MessageConfig config;

    Rates(MessageConfig config) {
        this.config = config;
    }

    /** @throws ProblemException {@code too-many-requests} */
    Uni<Void> take(SqlConnection transaction, String userId, Chat chat) {
        // The user first, always: two who write to each other must not wait for each other.
        return take(transaction, "user:" + userId, config.rate().user(), "a user")
                .chain(() -> take(transaction, chat.subject(), config.rate().chat(), "a chat"));
    }

    private static Uni<Void> take(SqlConnection transaction, String key, int perSecond, String whose) {
        long share = SECOND / perSecond;
        return transaction
                .preparedQuery(TAKE)
                .execute(Tuple.of(key, share, BURST_SECONDS * SECOND - share))
                .invoke(taken -> {
                    if (taken.rowCount() == 0)
                        throw new ProblemException(
                                ProblemType.TOO_MANY_REQUESTS, "%s may send %d messages a second", whose, perSecond);
                })
                .replaceWithVoid();
    }
}
