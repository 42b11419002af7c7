package io.rtcroom.database;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Duration;

/**
 * Work that any replica can do and one at a time should: whoever comes first takes the turn, the others skip theirs. A turn
 * is not a lock. It ends by itself, and two who do the work at once do no harm; they only do it twice.
 */
@Singleton
public class Turns {
    private static final String TAKE =
            """
            insert into turn (work, taken_at) values ($1, clock_timestamp())
            on conflict (work) do update set taken_at = excluded.taken_at
            where turn.taken_at <= excluded.taken_at - $2 * interval '1 millisecond'
            """;

    private final Database database;

    Turns(@Background Database database) {
        this.database = database;
    }

    /** Whether the turn is the caller's, because nobody has taken it for as long as this. */
    public Uni<Boolean> take(String work, Duration since) {
        return database.query(TAKE, Tuple.of(work, since.toMillis())).map(rows -> rows.rowCount() == 1);
    }
}
