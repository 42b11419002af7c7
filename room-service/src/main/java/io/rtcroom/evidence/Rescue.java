package io.rtcroom.evidence;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.rtcroom.database.Background;
import io.rtcroom.database.Database;
import io.rtcroom.database.Turns;
import io.rtcroom.loop.Recurring;
import io.rtcroom.room.RoomConfig;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Duration;

/**
 * Renews the leases of members who publish although their app is silent: phones stop the timers of an app in the
 * background, not its stream. It acts shortly before a member would count as silent, so that nobody is told of anything.
 */
@Singleton
class Rescue implements Recurring {
    private static final Duration PERIOD = Duration.ofSeconds(1);
    private static final int FORGET_EVERY = 60;
    private static final Duration MARGIN = Duration.ofSeconds(3);
    /** Rows somebody holds are left for the next round, which comes before the lease ends. */
    private static final String RENEW =
            """
            with due as (
                select m.room_uid, m.user_id, m.joined_seq,
                    bool_or(p.confirmed_at > clock_timestamp() - $3 * interval '1 millisecond') as confirmed
                from publication p join member m on m.stream_id = p.stream_id
                where p.ended_at is null and m.lease_until > (select presence_floor())
                    and m.lease_until < clock_timestamp() + $1 * interval '1 millisecond'
                    and (p.rescues < $4 or p.confirmed_at > clock_timestamp() - $3 * interval '1 millisecond')
                group by m.room_uid, m.user_id, m.joined_seq
            ), free as (
                select m.room_uid, m.user_id, m.joined_seq, d.confirmed
                from member m join due d using (room_uid, user_id, joined_seq)
                order by m.room_uid, m.user_id, m.joined_seq for no key update of m skip locked
            ), renewed as (
                update member m set lease_until = clock_timestamp() + $2 * interval '1 millisecond'
                from free f
                where m.room_uid = f.room_uid and m.user_id = f.user_id and m.joined_seq = f.joined_seq
                returning m.stream_id, f.confirmed
            ), counted as (
                update publication p set rescues = p.rescues + 1 from renewed r
                where p.stream_id = r.stream_id and p.ended_at is null and not r.confirmed
            )
            select count(*) from renewed
            """;

    private static final String FORGET =
            """
            delete from publication where (stream_id, server, client_id) in (
                select stream_id, server, client_id from publication
                where %s < now() - $1 * interval '1 millisecond'
                limit 1000 for update skip locked)
            """;
    private static final String FORGET_ENDED = FORGET.formatted("ended_at");
    /** Whose end nobody has told. */
    private static final String FORGET_OPEN = FORGET.formatted("ended_at is null and confirmed_at");

    private static final int BITE = 1000;
    /** More than ever begin in the time between. */
    private static final int BITES = 50;

    private final Database database;
    private final Turns turns;
    private final RoomConfig rooms;
    private final EvidenceConfig config;
    private final Counter rescued;
    private int rounds;

    Rescue(@Background Database database, Turns turns, RoomConfig rooms, EvidenceConfig config, MeterRegistry meters) {
        this.database = database;
        this.turns = turns;
        this.rooms = rooms;
        this.config = config;
        rescued = meters.counter("rtcroom.evidence.rescued");
    }

    @Override
    public String name() {
        return "lease rescue";
    }

    @Override
    public String ageMetric() {
        return "rtcroom.evidence.rescue.age.seconds";
    }

    @Override
    public Uni<Duration> run() {
        return turns.take(name(), PERIOD)
                .chain(mine -> mine ? renew() : Uni.createFrom().voidItem())
                .replaceWith(PERIOD);
    }

    private Uni<Void> renew() {
        return database.query(
                        RENEW,
                        Tuple.of(
                                rooms.silence().plus(MARGIN).toMillis(),
                                rooms.heartbeatTimeout().toMillis(),
                                config.confirmedWithin().toMillis(),
                                config.unconfirmedRescues()))
                .invoke(rows -> rescued.increment(rows.iterator().next().getLong(0)))
                .call(() -> ++rounds % FORGET_EVERY == 0
                        ? forget(FORGET_ENDED, BITES).chain(() -> forget(FORGET_OPEN, BITES))
                        : Uni.createFrom().voidItem())
                .replaceWithVoid();
    }

    private Uni<Void> forget(String old, int bites) {
        return database.query(old, Tuple.of(config.retention().toMillis()))
                .chain(rows -> rows.rowCount() == BITE && bites > 1
                        ? forget(old, bites - 1)
                        : Uni.createFrom().voidItem());
    }
}
