package io.rtcroom.call;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.rtcroom.database.Background;
import io.rtcroom.database.Database;
import io.rtcroom.loop.Each;
import io.rtcroom.loop.Recurring;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.StreamSupport;

/**
 * Fires the deadlines of calls: any replica, one bounded search, then one short transaction per call that takes only calls
 * nobody holds. Loading a call decides what has expired, so the sweep only has to load and save. Lost heartbeats:
 * {@link LostPeople}.
 */
@Singleton
class CallSweep implements Recurring {
    /** Each part reads an index of those alone who ring or wait: whoever talks, and the history, costs nothing. */
    static final String DUE =
            """
            (select call_id from call_participant where state = 'RINGING' and ring_until <= clock_timestamp() limit $1)
            union
            (select call_id from call_participant p where state = 'PENDING' and (ring_until <= clock_timestamp()
                or exists (select from publication s where s.stream_id = p.awaits_stream and s.ended_at is null)) limit $1)
            limit $1
            """;

    static final String FORGET =
            """
            delete from call where id in (
                select id from call where state = 'ENDED'
                    and ended_at < now() - $1 * interval '1 millisecond' limit $2 for update skip locked)
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
        return database.query(DUE, Tuple.of(config.sweepBatch()))
                .chain(this::settle)
                .call(() -> database.query(FORGET, Tuple.of(config.retention().toMillis(), config.sweepBatch())))
                .map(settled -> settled < config.sweepBatch() ? config.sweepPeriod() : Duration.ZERO);
    }

    /** Lets each of these calls decide what has expired, and says how many they are. */
    Uni<Integer> settle(RowSet<Row> due) {
        List<UUID> calls = StreamSupport.stream(due.spliterator(), false)
                .map(row -> row.getUUID(0))
                .toList();
        return Each.of(calls, CALLS_AT_ONCE, "call not swept callId", this::settleOne)
                .replaceWith(calls.size());
    }

    private Uni<Void> settleOne(UUID id) {
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
