package io.rtcroom.recording;

import io.rtcroom.database.Background;
import io.rtcroom.database.Database;
import io.rtcroom.loop.Recurring;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.UUID;
import org.jboss.logging.Logger;

/** Has due orders carried out, apart from the sweep: a media server that does not answer delays no deadline. */
@Singleton
class DueOrders implements Recurring {
    private static final Logger LOG = Logger.getLogger(DueOrders.class);
    private static final int AT_ONCE = 20;
    private static final Duration LIMIT = Duration.ofSeconds(15);
    /** Whoever claims an order has it to themselves for longer than it can take. */
    private static final String CLAIM =
            """
            update recording set order_at = clock_timestamp() + interval '20 seconds' where id in (
                select id from recording where order_at <= clock_timestamp() order by order_at limit $1
                for update skip locked)
            returning id
            """;

    private static final String RETRY =
            """
            update recording set order_at = clock_timestamp() + $2 * interval '1 millisecond'
            where id = $1 and order_at is not null
            """;

    private final Database database;
    private final Orders orders;
    private final RecordingConfig config;

    DueOrders(@Background Database database, Orders orders, RecordingConfig config) {
        this.database = database;
        this.orders = orders;
        this.config = config;
    }

    @Override
    public String name() {
        return "recording orders";
    }

    @Override
    public Uni<Duration> run() {
        return database.query(CLAIM, Tuple.of(AT_ONCE)).chain(claimed -> Multi.createFrom()
                .iterable(claimed)
                .onItem()
                .transformToUni(row -> carryOut(row.getUUID(0)))
                .merge(AT_ONCE)
                .collect()
                .last()
                .replaceWith(claimed.rowCount() < AT_ONCE ? config.sweepPeriod() : Duration.ZERO));
    }

    private Uni<Void> carryOut(UUID id) {
        return orders.carryOut(id).ifNoItem().after(LIMIT).fail().onFailure().recoverWithUni(e -> {
            LOG.warnf("order not carried out, trying again recordingId=%s: %s", id, e.toString());
            return database.query(RETRY, Tuple.of(id, config.orderEvery().toMillis()))
                    .replaceWithVoid();
        });
    }
}
