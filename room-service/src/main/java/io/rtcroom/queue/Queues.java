package io.rtcroom.queue;

import io.rtcroom.database.Database;
import io.rtcroom.problem.ProblemException;
import io.rtcroom.problem.ProblemType;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;

/** The queues themselves: making, changing, finding and removing them. */
@Singleton
class Queues {
    private static final String FIND = "select " + Queue.COLUMNS + " from queue where name = $1";
    private static final String LOCK = FIND + " for update";
    private static final String ALL = "select " + Queue.COLUMNS + " from queue order by name limit 1000";
    private static final String PUT =
            """
            insert into queue (name, strategy, skills, steps, offer_seconds, wrap_up_seconds, max_wait_seconds, max_length,
                hours, time_zone, unstaffed, answer_within_seconds)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
            on conflict (name) do update set strategy = excluded.strategy, skills = excluded.skills,
                steps = excluded.steps, offer_seconds = excluded.offer_seconds,
                wrap_up_seconds = excluded.wrap_up_seconds, max_wait_seconds = excluded.max_wait_seconds,
                max_length = excluded.max_length, hours = excluded.hours, time_zone = excluded.time_zone,
                unstaffed = excluded.unstaffed, answer_within_seconds = excluded.answer_within_seconds
            """;
    /** After the lock, by a statement of its own: only that sees who came in while the lock was waited for. */
    private static final String REMOVE =
            """
            delete from queue q where name = $1 and not exists (
                select from queue_entry e where e.queue = q.name and e.live)
            """;

    private final Database database;

    Queues(Database database) {
        this.database = database;
    }

    Uni<Queue> put(Queue queue) {
        return database.query(
                        PUT,
                        Tuple.tuple()
                                .addString(queue.name())
                                .addString(queue.strategy().name())
                                .addString(queue.skills().json())
                                .addString(Queue.json(queue.steps()))
                                .addInteger((int) queue.offerFor().toSeconds())
                                .addInteger((int) queue.wrapUp().toSeconds())
                                .addInteger((int) queue.maxWait().toSeconds())
                                .addInteger(queue.maxLength())
                                .addString(Hours.json(queue.hours()))
                                .addString(queue.zone().getId())
                                .addBoolean(queue.unstaffed())
                                .addInteger((int) queue.answerWithin().toSeconds()))
                .chain(() -> require(queue.name()));
    }

    /** @throws ProblemException NO_SUCH_QUEUE */
    Uni<Queue> require(String name) {
        return database.query(FIND, Tuple.of(name)).map(rows -> first(rows, name));
    }

    /** The locked queue: whoever matches in it does so alone. @throws ProblemException NO_SUCH_QUEUE */
    Uni<Queue> lock(SqlConnection connection, String name) {
        return connection.preparedQuery(LOCK).execute(Tuple.of(name)).map(rows -> first(rows, name));
    }

    /** As it is, within a transaction. @throws ProblemException NO_SUCH_QUEUE */
    Uni<Queue> find(SqlConnection connection, String name) {
        return connection.preparedQuery(FIND).execute(Tuple.of(name)).map(rows -> first(rows, name));
    }

    Uni<List<Queue>> all() {
        return database.query(ALL, Tuple.tuple()).map(rows -> {
            List<Queue> queues = new ArrayList<>(rows.size());
            rows.forEach(row -> queues.add(Queue.of(row)));
            return queues;
        });
    }

    /** @throws ProblemException NO_SUCH_QUEUE, QUEUE_IN_USE */
    Uni<Void> remove(String name) {
        return database.transaction(connection -> lock(connection, name)
                .chain(() -> connection.preparedQuery(REMOVE).execute(Tuple.of(name)))
                .map(rows -> {
                    if (rows.rowCount() == 0)
                        throw new ProblemException(ProblemType.QUEUE_IN_USE, "callers wait in queue %s", name);
                    return null;
                }));
    }

    private static Queue first(RowSet<Row> rows, String name) {
        if (rows.size() == 0) throw new ProblemException(ProblemType.NO_SUCH_QUEUE, "there is no queue %s", name);
        return Queue.of(rows.iterator().next());
    }
}
