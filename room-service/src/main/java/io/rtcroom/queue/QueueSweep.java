package io.rtcroom.queue;

import io.rtcroom.call.QueuedCalls;
import io.rtcroom.database.Background;
import io.rtcroom.database.Database;
import io.rtcroom.loop.Each;
import io.rtcroom.loop.Recurring;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.StreamSupport;

/**
 * Finds what no event has brought together, because the replica that would have done it is gone: queues with both callers
 * and idle agents, and waits that are over. Any replica does it.
 */
@Singleton
class QueueSweep implements Recurring {
    /**
     * Whoever has only just become idle is being matched. The look begins with the idle, who are few while callers wait, and
     * while nobody does it has the time.
     */
    private static final String UNMATCHED =
            """
            select queue from (
                select distinct q.queue from agent a cross join lateral (
                    select queue from agent_queue where user_id = a.user_id offset 0) q
                where room_uid is not null and state = 'IDLE' and not draining
                    and state_since < clock_timestamp() - interval '100 milliseconds') served
            cross join lateral (
                select from queue_entry e where e.queue = served.queue and e.live and e.state = 'WAITING' limit 1) waiting
            """;

    private static final String OVER =
            "select call_id from queue_entry where live and state = 'WAITING' and wait_until <= now() limit 500";

    private final Database database;
    private final Dispatcher dispatcher;
    private final QueuedCalls calls;
    private final QueueConfig config;

    QueueSweep(@Background Database database, Dispatcher dispatcher, QueuedCalls calls, QueueConfig config) {
        this.database = database;
        this.dispatcher = dispatcher;
        this.calls = calls;
        this.config = config;
    }

    @Override
    public String name() {
        return "queue sweep";
    }

    @Override
    public String ageMetric() {
        return "rtcroom.sweep.queues.age.seconds";
    }

    @Override
    public Uni<Duration> run() {
        return sweep().replaceWith(config.sweepPeriod());
    }

    private Uni<Void> sweep() {
        return found(OVER, row -> row.getUUID(0))
                .chain(over -> Each.of(over, 1, "wait not ended callId", this::timeOut))
                .chain(() -> found(UNMATCHED, row -> row.getString(0)))
                .chain(queues ->
                        Each.of(queues, Dispatcher.QUEUES_AT_ONCE, "queue not matched queue", dispatcher::match));
    }

    private Uni<?> timeOut(UUID callId) {
        return database.transaction(connection -> calls.timeOut(connection, callId));
    }

    private <T> Uni<List<T>> found(String sql, Function<Row, T> read) {
        return database.query(sql, Tuple.tuple()).map(rows -> StreamSupport.stream(rows.spliterator(), false)
                .map(read)
                .toList());
    }
}
