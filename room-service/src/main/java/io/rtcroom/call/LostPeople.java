package io.rtcroom.call;

import io.rtcroom.database.Background;
import io.rtcroom.database.Database;
import io.rtcroom.loop.Recurring;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Duration;

/**
 * Finds the calls of people whose heartbeat is lost. Each look goes to everybody in a call, because leases are in no index,
 * and so it is rarer than that of {@link CallSweep}.
 */
@Singleton
class LostPeople implements Recurring {
    static final String DUE =
            """
            select distinct call_id from call_participant p
            where state = 'JOINED' and lease_until <= (select presence_floor())
                and (lease_until + $2 * interval '1 millisecond' <= (select presence_floor())
                    or not exists (select from call c where c.id = p.call_id and c.state = 'QUEUED'))
            limit $1
            """;

    private final Database database;
    private final CallSweep sweep;
    private final CallConfig config;

    LostPeople(@Background Database database, CallSweep sweep, CallConfig config) {
        this.database = database;
        this.sweep = sweep;
        this.config = config;
    }

    @Override
    public String name() {
        return "search for lost people";
    }

    @Override
    public String ageMetric() {
        return "rtcroom.sweep.calls.lost.age.seconds";
    }

    @Override
    public Uni<Duration> run() {
        return database.query(
                        DUE, Tuple.of(config.sweepBatch(), config.queuedGrace().toMillis()))
                .chain(sweep::settle)
                .map(settled -> settled < config.sweepBatch() ? config.silencePeriod() : Duration.ZERO);
    }
}
