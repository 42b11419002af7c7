package io.rtcroom.im;

import io.rtcroom.event.Topics;
import io.rtcroom.outbox.Outbox;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Duration;

/** The line of what is to be told, one per group. All but the counting happens under the group's lease. */
@Singleton
class ImTasks {
    private static final String ADD =
            """
            insert into im_task (group_id, room_uid, kind, due_at)
            select $1, $2, $3, clock_timestamp() + $4 * interval '1 millisecond'
            where not exists (select from im_task where group_id = $1 and kind = $3 and dead_at is null)""";
    /** The group's existence first: what waits before it in the line may be an old life's. */
    private static final String HEAD =
            """
            select id, group_id, room_uid, kind, payload, due_at, attempts,
                created_at < clock_timestamp() - $2 * interval '1 millisecond' as overdue,
                room_uid = (select room_uid from im_task where group_id = $1 and dead_at is null order by id desc limit 1)
                    as latest
            from im_task where group_id = $1 and dead_at is null and due_at <= clock_timestamp()
            order by kind <> 'ensure', id limit 1""";

    private static final String REPLAY =
            """
            update im_task set dead_at = null, last_error = null, attempts = 0, created_at = clock_timestamp(),
                due_at = clock_timestamp()
            where dead_at is not null and kind <> 'repeat'""";
    private static final String COUNT =
            "select count(*) filter (where dead_at is null) as backlog, count(dead_at) as dead from im_task";
    private static final String PURGE = "delete from im_task where dead_at < now() - $1 * interval '1 ms'";

    private final Pool pool;
    private final Outbox outbox;
    private final ImConfig config;

    ImTasks(Pool pool, Outbox outbox, ImConfig config) {
        this.pool = pool;
        this.outbox = outbox;
        this.config = config;
    }

    /** Unless one of the kind waits already. */
    Uni<Void> add(SqlConnection transaction, String groupId, String roomUid, ImTask.Kind kind, Duration delay) {
        return run(transaction, ADD, Tuple.of(groupId, roomUid, kind.text(), delay.toMillis()));
    }

    /** The next one that is due, or null. */
    Uni<ImTask> head(SqlConnection transaction, String groupId) {
        return transaction
                .preparedQuery(HEAD)
                .execute(Tuple.of(groupId, config.retry().budget().toMillis()))
                .map(rows -> rows.size() == 0 ? null : ImTask.of(rows.iterator().next()));
    }

    /** Unless it was put off meanwhile, as a repeat is by another join. */
    Uni<Void> remove(SqlConnection transaction, ImTask task) {
        return run(transaction, "delete from im_task where id = $1 and due_at = $2", Tuple.of(task.id(), task.dueAt()));
    }

    Uni<Void> noteFailure(SqlConnection transaction, ImTask task, String reason) {
        return run(
                transaction,
                "update im_task set attempts = attempts + 1, last_error = $2 where id = $1",
                Tuple.of(task.id(), reason));
    }

    /** Gives it up; the row stays to be replayed, and the dead letters tell whoever watches them. */
    Uni<Void> bury(SqlConnection transaction, ImTask task, String reason) {
        return noteFailure(transaction, task, reason)
                .chain(() -> outbox.append(transaction, Topics.DEAD_LETTERS, task.groupId(), task.deadLetter(reason)))
                .chain(() -> run(
                        transaction,
                        "update im_task set dead_at = clock_timestamp() where id = $1",
                        Tuple.of(task.id())));
    }

    /** What was given up has its whole budget again; says how many there were. */
    Uni<Integer> replay() {
        return pool.query(REPLAY).execute().map(rows -> rows.rowCount());
    }

    Uni<Counts> count() {
        return pool.query(COUNT).execute().map(rows -> {
            Row row = rows.iterator().next();
            return new Counts(row.getLong("backlog"), row.getLong("dead"));
        });
    }

    Uni<Void> purge(Duration age) {
        return pool.preparedQuery(PURGE).execute(Tuple.of(age.toMillis())).replaceWithVoid();
    }

    record Counts(long backlog, long dead) {}

    private static Uni<Void> run(SqlConnection transaction, String sql, Tuple values) {
        return transaction.preparedQuery(sql).execute(values).replaceWithVoid();
    }
}
