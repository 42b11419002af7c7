package io.rtcroom.queue;

import io.rtcroom.call.QueuedCalls;
import io.rtcroom.database.Background;
import io.rtcroom.database.Database;
import io.rtcroom.loop.Recurring;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * Finds what no event has brought together, because the replica that would have done it is gone: queues with both callers
 * and idle agents, and waits that are over. Any replica does it.
 */
@Singleton
class QueueSweep implements Recurring {
    private static final Logger LOG = Logger.getLogger(QueueSweep.class);
    private static final String UNMATCHED =
            """
            select name from queue q where exists (
                    select from queue_entry e where e.queue = q.name and e.state = 'WAITING')
                and exists (
                    select from agent_queue aq join agent a on a.user_id = aq.user_id
                    where aq.queue = q.name and a.state = 'IDLE' and not a.draining)
            """;
    private static final String OVER =
            "select call_id from queue_entry where state = 'WAITING' and wait_until <= clock_timestamp() limit 500";

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
        return each(OVER, row -> database.transaction(connection -> calls.timeOut(connection, row.getUUID(0))))
                .chain(() -> each(UNMATCHED, row -> dispatcher.match(row.getString(0))));
    }

    /** One's failure is its own: the others are looked at all the same. */
    private Uni<Void> each(String sql, Function<Row, Uni<?>> work) {
        return database.query(sql, Tuple.tuple())
                .onItem()
                .transformToMulti(rows -> Multi.createFrom().iterable(rows))
                .onItem()
                .transformToUniAndConcatenate(row -> work.apply(row)
                        .onFailure()
                        .invoke(e -> LOG.warnf("queue not swept: %s", e.toString()))
                        .onFailure()
                        .recoverWithNull())
                .collect()
                .last()
                .replaceWithVoid();
    }
}
