package io.rtcroom.inbox;

import io.micrometer.core.instrument.MeterRegistry;
import io.rtcroom.history.StoredEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;

/**
 * Events whose predecessor has not come. They wait in a table: on the topic they would hold up every other room of the
 * partition, and the missing one too if it comes behind them.
 */
@Singleton
class WaitingEvents {
    private static final Logger LOG = Logger.getLogger(WaitingEvents.class);
    private static final String KEEP =
            """
            insert into waiting_event (subject, seq, payload)
            select * from unnest($1::text[], $2::bigint[], $3::text[])
            on conflict do nothing""";
    private static final String RELEASE =
            """
            delete from waiting_event w using subject s
            where w.subject = any($1) and s.subject = w.subject and w.seq <= s.last_seq""";

    private final Pool pool;
    private final AtomicLong gaps;

    WaitingEvents(Pool pool, MeterRegistry meters) {
        this.pool = pool;
        gaps = meters.gauge("rtcroom.inbox.gaps", new AtomicLong());
    }

    Uni<List<StoredEvent>> of(SqlConnection transaction, String[] subjects) {
        return transaction
                .preparedQuery("select payload from waiting_event where subject = any($1)")
                .execute(Tuple.of(subjects))
                .map(rows -> {
                    List<StoredEvent> waited = new ArrayList<>(rows.size());
                    rows.forEach(row -> waited.add(StoredEvent.read(row.getString("payload"))));
                    return waited;
                });
    }

    Uni<Void> keep(SqlConnection transaction, List<StoredEvent> early) {
        if (early.isEmpty()) return Uni.createFrom().voidItem();
        return transaction
                .preparedQuery(KEEP)
                .execute(Tuple.of(
                        early.stream().map(StoredEvent::subject).toArray(String[]::new),
                        early.stream().map(StoredEvent::seq).toArray(Long[]::new),
                        early.stream().map(StoredEvent::payload).toArray(String[]::new)))
                .replaceWithVoid();
    }

    Uni<Void> release(SqlConnection transaction, List<StoredEvent> applied) {
        return transaction
                .preparedQuery(RELEASE)
                .execute(Tuple.of(
                        applied.stream().map(StoredEvent::subject).distinct().toArray(String[]::new)))
                .replaceWithVoid();
    }

    void warn(List<StoredEvent> early) {
        for (StoredEvent stored : early)
            LOG.warnf(
                    "event waits for its predecessor: subject=%s seq=%d eventId=%s",
                    stored.subject(), stored.seq(), stored.event().id());
    }

    /** Refreshes the metric {@code rtcroom_inbox_gaps}: how many subjects have a number missing. */
    Uni<Void> count() {
        return pool.query("select count(distinct subject) as gaps from waiting_event")
                .execute()
                .invoke(rows -> gaps.set(rows.iterator().next().getLong("gaps")))
                .replaceWithVoid();
    }
}
