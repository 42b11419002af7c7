package io.rtcroom.member;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.rtcroom.database.Background;
import io.rtcroom.database.Database;
import io.rtcroom.loop.Recurring;
import io.rtcroom.room.Occupancies;
import io.rtcroom.room.Occupancy;
import io.rtcroom.room.RoomConfig;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Tells of expiries: any replica, one bounded search for rooms with something expired, then one short transaction per
 * room that takes only rooms nobody holds. It decides nothing that reads do not see already.
 */
@Singleton
class ExpirySweep implements Recurring {
    private static final Logger LOG = Logger.getLogger(ExpirySweep.class);
    private static final String CANDIDATES =
            """
            (select distinct room_uid from member where lease_until <= (select presence_floor())
                or ((select presence_floor()) > '-infinity' and suspended
                    <> (stream_lost or lease_until <= (select presence_floor()) + $2 * interval '1 millisecond')) limit $1)
            union all
            (select uid from room where creator is null and enter_by <= (select presence_floor()) limit $1)
            """;
    private static final String OVERDUE =
            "select creator is null and enter_by <= (select presence_floor()) from room where uid = $1";
    private static final String FORGET_EVICTED =
            "delete from evicted where evicted_at < clock_timestamp() - $1 * interval '1 millisecond'";
    private static final String FORGET_KEYS =
            "delete from idempotency where created_at < clock_timestamp() - interval '1 day'";
    private static final int ROOMS_AT_ONCE = 4;

    private final Database database;
    private final Occupancies occupancies;
    private final RoomConfig config;
    private final Counter swept;

    ExpirySweep(@Background Database database, Occupancies occupancies, RoomConfig config, MeterRegistry metrics) {
        this.database = database;
        this.occupancies = occupancies;
        this.config = config;
        swept = metrics.counter("rtcroom.sweep.rooms");
    }

    @Override
    public String name() {
        return "expiry sweep";
    }

    @Override
    public String ageMetric() {
        return "rtcroom.sweep.age.seconds";
    }

    @Override
    public Uni<Duration> run() {
        return candidates()
                .chain(rooms -> Multi.createFrom()
                        .iterable(rooms)
                        .onItem()
                        .transformToUni(this::sweepOne)
                        .merge(ROOMS_AT_ONCE)
                        .collect()
                        .last()
                        .replaceWith(rooms.size()))
                .call(() -> database.query(
                        FORGET_EVICTED, Tuple.of(config.reviveWithin().toMillis())))
                .call(() -> database.query(FORGET_KEYS, Tuple.tuple()))
                .map(handled -> handled < config.sweepBatch() ? config.sweepPeriod() : Duration.ZERO);
    }

    private Uni<List<UUID>> candidates() {
        return database.query(
                        CANDIDATES,
                        Tuple.of(config.sweepBatch(), config.silence().toMillis()))
                .map(rows -> {
                    List<UUID> rooms = new ArrayList<>(rows.size());
                    rows.forEach(row -> rooms.add(row.getUUID(0)));
                    return rooms;
                });
    }

    /** One room's failure is its own: the others are swept all the same. */
    private Uni<Void> sweepOne(UUID uid) {
        return database.transaction(connection -> occupancies
                        .lockIfFree(connection, uid)
                        .onItem()
                        .ifNotNull()
                        .transformToUni(occupancy -> expire(connection, occupancy)))
                .onFailure()
                .invoke(e -> LOG.warnf("room not swept roomUid=%s: %s", uid, e.toString()))
                .onFailure()
                .recoverWithNull();
    }

    private Uni<Void> expire(SqlConnection connection, Occupancy occupancy) {
        return endIfNeverEntered(connection, occupancy)
                .invoke(occupancy::tellOfSilence)
                .chain(() -> occupancies.save(connection, occupancy))
                .invoke(() -> swept.increment());
    }

    private static Uni<Void> endIfNeverEntered(SqlConnection connection, Occupancy occupancy) {
        if (occupancy.room().creator() != null) return Uni.createFrom().voidItem();
        return connection
                .preparedQuery(OVERDUE)
                .execute(Tuple.of(occupancy.room().uid()))
                .invoke(rows -> {
                    if (rows.iterator().next().getBoolean(0)) occupancy.end("never-entered");
                })
                .replaceWithVoid();
    }
}
