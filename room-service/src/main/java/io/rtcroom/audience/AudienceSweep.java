package io.rtcroom.audience;

import io.rtcroom.database.Background;
import io.rtcroom.database.Database;
import io.rtcroom.database.Turns;
import io.rtcroom.loop.Each;
import io.rtcroom.loop.Recurring;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Tells of audiences that have changed, and clears up after rooms that have ended: one replica at a time, one bounded
 * search each.
 */
@Singleton
class AudienceSweep implements Recurring {
    private static final String CHANGED =
            """
            select c.room_uid from (select distinct room_uid from audience_change) c
            join room r on r.uid = c.room_uid join audience a on a.room_uid = c.room_uid
            where a.told_at <= clock_timestamp() - $2 * interval '1 millisecond' limit $1
            """;
    private static final String ENDED =
            """
            select room_uid from (select room_uid from audience union select room_uid from audience_change) a
            where not exists (select from room where uid = a.room_uid) limit $1
            """;
    /** A crowd is gone after a few rounds. Whoever came too late to be seen here brought the audience's row back. */
    private static final String CLEAR =
            """
            with crowd as (
                select room_uid, user_id from viewer where room_uid = $1 limit $2
            ), gone as (
                delete from viewer v using crowd c where v.room_uid = c.room_uid and v.user_id = c.user_id
            ), marks as (
                delete from audience_change where room_uid = $1
            )
            delete from audience where room_uid = $1 and (select count(*) from crowd) < $2
            """;

    private static final int ROOMS_AT_ONCE = 4;
    private static final long VIEWERS_AT_ONCE = 5_000;
    private static final int CLEAR_EVERY = 10;

    private final Database database;
    private final Turns turns;
    private final AudienceNews news;
    private final AudienceConfig config;
    private boolean unfinished;
    private int rounds;

    AudienceSweep(@Background Database database, Turns turns, AudienceNews news, AudienceConfig config) {
        this.database = database;
        this.turns = turns;
        this.news = news;
        this.config = config;
    }

    @Override
    public String name() {
        return "audience sweep";
    }

    @Override
    public String ageMetric() {
        return "rtcroom.audience.sweep.age.seconds";
    }

    @Override
    public Uni<Duration> run() {
        return mayGoOn().chain(mine -> mine ? sweep() : Uni.createFrom().item(config.tellEvery()));
    }

    /** Whoever has begun takes no new turn until everything found is done. */
    private Uni<Boolean> mayGoOn() {
        return unfinished ? Uni.createFrom().item(true) : turns.take(name(), config.tellEvery());
    }

    private Uni<Duration> sweep() {
        return find(CHANGED, Tuple.of(config.sweepBatch(), config.tellEvery().toMillis()))
                .call(rooms -> Each.of(rooms, ROOMS_AT_ONCE, "audience not told of roomUid", news::tell))
                .call(() -> ++rounds % CLEAR_EVERY == 0
                        ? clearUp()
                        : Uni.createFrom().voidItem())
                .invoke(rooms -> unfinished = rooms.size() >= config.sweepBatch())
                .onFailure()
                .invoke(() -> unfinished = false)
                .map(rooms -> unfinished ? Duration.ZERO : config.tellEvery());
    }

    private Uni<Void> clearUp() {
        return find(ENDED, Tuple.of(config.sweepBatch()))
                .chain(rooms -> Each.of(rooms, ROOMS_AT_ONCE, "audience not cleared roomUid", this::clear));
    }

    private Uni<List<UUID>> find(String search, Tuple parameters) {
        return database.query(search, parameters).map(rows -> {
            List<UUID> rooms = new ArrayList<>(rows.size());
            rows.forEach(row -> rooms.add(row.getUUID(0)));
            return rooms;
        });
    }

    private Uni<Void> clear(UUID room) {
        return database.query(CLEAR, Tuple.of(room, VIEWERS_AT_ONCE)).replaceWithVoid();
    }
}
