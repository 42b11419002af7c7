package io.rtcroom.database;

import io.rtcroom.problem.Outage;
import io.rtcroom.problem.ProblemException;
import io.rtcroom.problem.ProblemType;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Duration;
import java.util.function.Function;

/**
 * PostgreSQL with a limit on everything: a server that hangs fails a request like one that is gone. No remote call
 * belongs inside a transaction.
 */
public class Database {
    /** Longer than the server's own lock_timeout; whoever waited this long has lost the database. */
    private static final Duration LIMIT = Duration.ofSeconds(6);

    private static final int RETRIES = 4;

    private final Pool pool;

    Database(Pool pool) {
        this.pool = pool;
    }

    /** One statement in a transaction of its own. */
    public Uni<RowSet<Row>> query(String sql, Tuple parameters) {
        return pool.preparedQuery(sql)
                .execute(parameters)
                .ifNoItem()
                .after(LIMIT)
                .fail()
                .onFailure(Database::isUnwritable)
                .transform(Database::refused);
    }

    /** One transaction, tried again if another one won a race that the database or the work itself noticed. */
    public <T> Uni<T> transaction(Function<SqlConnection, Uni<T>> work) {
        return pool.withTransaction(work)
                .onFailure(e -> e instanceof LostRaceException || Outage.isLostRace(e))
                .retry()
                .atMost(RETRIES)
                .ifNoItem()
                .after(LIMIT)
                .fail()
                .onFailure(Database::isUnwritable)
                .transform(Database::refused);
    }

    /** PostgreSQL's text has no NUL; wherever a request may bring one, it came with the request. */
    private static boolean isUnwritable(Throwable failure) {
        return String.valueOf(failure.getMessage()).contains("(22021)");
    }

    private static ProblemException refused(Throwable failure) {
        return new ProblemException(ProblemType.INVALID_REQUEST, "a text in the request must not hold U+0000");
    }

    /** Thrown inside {@link #transaction}, undoes it and tries it again: another one decided meanwhile. */
    public static final class LostRaceException extends RuntimeException {
        private static final long serialVersionUID = 1;

        public LostRaceException() {
            super("another transaction was first", null, false, false);
        }
    }
}
