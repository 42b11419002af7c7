package io.rtcroom.inbox;

import io.rtcroom.history.StoredEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The number of the last event applied, per subject. */
@Singleton
class Subjects {
    /** In id order, here and below: replicas that meet at a rebalance must not deadlock. */
    private static final String CREATE =
            """
            insert into subject (subject) select name from unnest($1::text[]) as s (name) order by name
            on conflict do nothing""";

    /** Name by name: a plan for any of them, once it is kept, may compare every subject with every name. */
    private static final String LOCK =
            """
            select s.subject, s.last_seq
            from (select name from unnest($1::text[]) as n (name) order by name) wanted
            cross join lateral (select subject, last_seq from subject where subject = wanted.name for update) s""";

    /** The rows are there and locked: an insert looks for each by its key, whatever the database believes of the table. */
    private static final String ADVANCE =
            """
            insert into subject (subject, last_seq, ended_at)
            select distinct on (subject) subject, seq, case when ends then clock_timestamp() end
            from unnest($1::text[], $2::bigint[], $3::boolean[]) as e (subject, seq, ends)
            order by subject, seq desc
            on conflict (subject) do update set last_seq = excluded.last_seq, ended_at = excluded.ended_at""";

    private static final String PURGE =
            """
            delete from subject where subject in (
                select subject from subject where ended_at < now() - $1 * interval '1 millisecond'
                limit $2 for update skip locked)""";

    private final Pool pool;

    Subjects(Pool pool) {
        this.pool = pool;
    }

    /** Locks the subjects, making rows for the new ones, and says each one's last number. */
    Uni<Map<String, Long>> lock(SqlConnection transaction, String[] names) {
        return transaction
                .preparedQuery(CREATE)
                .execute(Tuple.of(names))
                .chain(() -> transaction.preparedQuery(LOCK).execute(Tuple.of(names)))
                .map(rows -> {
                    Map<String, Long> last = new HashMap<>();
                    rows.forEach(row -> last.put(row.getString("subject"), row.getLong("last_seq")));
                    if (last.size() < names.length)
                        throw new IllegalStateException("a subject was purged meanwhile: the batch is tried again");
                    return last;
                });
    }

    Uni<Void> advance(SqlConnection transaction, List<StoredEvent> applied) {
        return transaction
                .preparedQuery(ADVANCE)
                .execute(Tuple.of(
                        applied.stream().map(StoredEvent::subject).toArray(String[]::new),
                        applied.stream().map(StoredEvent::seq).toArray(Long[]::new),
                        applied.stream().map(StoredEvent::endsSubject).toArray(Boolean[]::new)))
                .replaceWithVoid();
    }

    Uni<Integer> purge(Duration sinceEnd, int limit) {
        return pool.preparedQuery(PURGE)
                .execute(Tuple.of(sinceEnd.toMillis(), limit))
                .map(RowSet::rowCount);
    }
}
