package io.rtcroom.call;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.rtcroom.database.Background;
import io.rtcroom.database.Database;
import io.rtcroom.loop.Each;
import io.rtcroom.loop.Recurring;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.UUID;
import java.util.stream.StreamSupport;

/**
 * Fires the deadlines of calls: any replica, one bounded search, then one short transaction per call that takes only calls
 * nobody holds. Loading a call decides what has expired, so the sweep only has to load and save.
 */
@Singleton
class CallSweep implements Recurring {
    /** Each part reads an index of those alone who ring, wait or talk: the history of calls costs nothing. */
    static final String DUE =
            """
            (select call_id from call_participant where state = 'RINGING' and ring_until <= clock_timestamp() limit $1)
            union
            (select call_id from call_participant p where state = 'PENDING' and (ring_until <= clock_timestamp()
                or exists (select from publication s where s.stream_id = p.awaits_stream and s.ended_at is null)) limit $1)
            union
            (select call_id from call_participant p
            where state = 'JOINED' and lease_until <= (select presence_floor())
                and (lease_until + $2 * interval '1 millisecond' <= (select presence_floor())
                    or not exists (select from call c where c.id = p.call_id and c.state = 'QUEUED'))
            limit $1)
            limit $1
            """;

    private static final String FORGET =
            """
            delete from call where id in (
                select id from call where state = 'ENDED'
                    and ended_at < clock_timestamp() - $1 * interval '1 millisecond' limit $2 for update skip locked)
            """;
    private static final int CALLS_AT_ONCE = 4;

    private final Database database;
    private final CallTable table;
    private final CallConfig config;
    private final WhenSettled whenSettled;
    private final Counter swept;

    CallSweep(
            @Background Database database,
            CallTable table,
            CallConfig config,
            WhenSettled whenSettled,
            MeterRegistry metrics) {
        this.database = database;
        this.table = table;
        this.config = config;
        this.whenSettled = whenSettled;
        swept = metrics.counter("rtcroom.sweep.calls");
    }

    @Override
    public String name() {
        return "call sweep";
    }

    @Override
    public String ageMetric() {
        return "rtcroom.sweep.calls.age.seconds";
    }

    @Override
    public Uni<Duration> run() {
        return database.query(
                        DUE, Tuple.of(config.sweepBatch(), config.queuedGrace().toMillis()))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> row.getUUID(0))
                        .toList())
                .call(due -> Each.of(due, CALLS_AT_ONCE, "call not swept callId", this::sweepOne))
                .call(() -> database.query(FORGET, Tuple.of(config.retention().toMillis(), config.sweepBatch())))
                .map(due -> due.size() < config.sweepBatch() ? config.sweepPeriod() : Duration.ZERO);
    }

    private Uni<Void> sweepOne(UUID id) {
        return database.transaction(connection -> table.lockIfFree(connection, id)
                        .onItem()
                        .ifNotNull()
                        .transformToUni(call -> table.save(connection, call)
                                .invoke(() -> swept.increment())
                                .replaceWith(call)))
                .onItem()
                .ifNotNull()
                .invoke(whenSettled::settled)
                .replaceWithVoid();
    }
}
