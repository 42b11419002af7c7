package io.rtcroom.message;

import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.rtcroom.history.HistoryConfig;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;

/** Forgets messages as the store forgets their events, and the limits that no longer bind. */
@Singleton
class MessageUpkeep {
    private static final String MESSAGES =
            """
            delete from message where (chat, seq) in (
                select chat, seq from message where sent_at < now() - $1 * interval '1 millisecond' limit $2)""";
    private static final String RATES =
            """
            delete from message_rate where key in (
                select key from message_rate where taken_until < clock_timestamp() - interval '1 minute'
                limit $1 for update skip locked)""";

    private final Pool pool;
    private final HistoryConfig config;

    MessageUpkeep(Pool pool, HistoryConfig config) {
        this.pool = pool;
        this.config = config;
    }

    @Scheduled(
            identity = "message-purge",
            every = "60s",
            delayed = "105s",
            concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> purge() {
        return pool.preparedQuery(MESSAGES)
                .execute(Tuple.of(config.retention().toMillis(), config.purgeBatch()))
                .chain(() -> pool.preparedQuery(RATES).execute(Tuple.of(config.purgeBatch())))
                .chain(() -> pool.query("delete from mute where until < clock_timestamp()")
                        .execute())
                .replaceWithVoid();
    }
}
