package io.rtcroom.im;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Duration;
import java.time.temporal.ChronoUnit;

/**
 * How often all replicas together may use a command of the vendor's. Each call takes the next free moment of the
 * command's row and waits for it, so the calls come evenly; a crashed replica loses the moments it took and no more.
 */
final class Pace {
    private static final String TAKE =
            """
            insert into im_pace as p (command, taken_until)
            values ($1, clock_timestamp() + $2 * interval '1 microsecond')
            on conflict (command) do update
            set taken_until = greatest(p.taken_until, clock_timestamp()) + $2 * interval '1 microsecond'
            returning (extract(epoch from taken_until - clock_timestamp()) * 1000000)::bigint - $2 as wait""";

    private final Pool pool;
    private final long share;

    Pace(Pool pool, int callsPerSecond) {
        this.pool = pool;
        share = Duration.ofSeconds(1).dividedBy(callsPerSecond).toNanos() / 1000;
    }

    /** Completes when the command may be called. */
    Uni<Void> await(String command) {
        return pool.preparedQuery(TAKE)
                .execute(Tuple.of(command, share))
                .map(rows -> rows.iterator().next().getLong("wait"))
                .chain(wait -> wait < 1_000
                        ? Uni.createFrom().voidItem()
                        : Uni.createFrom().voidItem().onItem().delayIt().by(Duration.of(wait, ChronoUnit.MICROS)));
    }
}
