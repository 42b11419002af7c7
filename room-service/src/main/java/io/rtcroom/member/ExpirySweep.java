package io.rtcroom.member;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.rtcroom.database.Background;
import io.rtcroom.database.Database;
import io.rtcroom.database.Turns;
import io.rtcroom.loop.Each;
import io.rtcroom.loop.Recurring;
import io.rtcroom.room.Occupancies;
import io.rtcroom.room.Occupancy;
import io.rtcroom.room.RoomConfig;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Tells of expiries: any replica, one bounded search for rooms with something expired, then one short transaction per
 * room that takes only rooms nobody holds. It decides nothing that reads do not see already.
 */
@Singleton
class ExpirySweep implements Recurring {
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
            "delete from evicted where evicted_at < now() - $1 * interval '1 millisecond'";
    private static final String FORGET_KEYS = "delete from idempotency where created_at < now() - interval '1 day'";
    private static final int ROOMS_AT_ONCE = 4;

    private final Database database;
    private final Turns turns;
    private final Occupancies occupancies;
    private final RoomConfig config;
    private final Counter swept;
    private boolean unfinished;

    ExpirySweep(
            @Background Database database,
            Turns turns,
            Occupancies occupancies,
            RoomConfig config,
            MeterRegistry metrics) {
        this.database = database;
        this.turns = turns;
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
        return mayGoOn().chain(mine -> mine ? sweep() : Uni.createFrom().item(config.sweepPeriod()));
    }

    /** Whoever has begun takes no new turn until everything found is done. */
    private Uni<Boolean> mayGoOn() {
        return unfinished ? Uni.createFrom().item(true) : turns.take(name(), config.sweepPeriod());
    }

    private Uni<Duration> sweep() {
        return candidates()
                .chain(rooms -> Each.of(rooms, ROOMS_AT_ONCE, "room not swept roomUid", this::sweepOne)
                        .replaceWith(rooms.size()))
                .call(() -> database.query(
                        FORGET_EVICTED, Tuple.of(config.reviveWithin().toMillis())))
                .call(() -> database.query(FORGET_KEYS, Tuple.tuple()))
                .invoke(handled -> unfinished = handled >= config.sweepBatch())
                .onFailure()
                .invoke(() -> unfinished = false)
                .map(handled -> unfinished ? Duration.ZERO : config.sweepPeriod());
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

    private Uni<Void> sweepOne(UUID uid) {
        return database.transaction(connection -> occupancies
                .lockIfFree(connection, uid)
                .onItem()
                .ifNotNull()
                .transformToUni(occupancy -> expire(connection, occupancy)));
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
