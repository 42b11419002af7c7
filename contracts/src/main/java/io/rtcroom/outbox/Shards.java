package io.rtcroom.outbox;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.StreamSupport;

/**
 * The shards this replica relays. A shard is held by a session lock of the database, so it is free the moment its
 * holder dies; a holder that hangs is disconnected by the database after {@code idle_session_timeout}. Relays announce
 * themselves by a shared lock and take an equal part each.
 */
final class Shards {
    /** Second key of the advisory lock by which a relay announces itself; the others are shards. */
    private static final int ANNOUNCE = -1;
    /** First key of this service's locks: services may share a database, each with a schema of its own. */
    private static final String OWN_LOCKS = "select hashtext('outbox of ' || current_schema())";

    /** The locks of this database: the view shows those of the whole server, where others may have an RTCRoom, too. */
    private static final String LOCKS =
            "(select * from pg_locks where database = (select oid from pg_database where datname = current_database()))";

    private static final String HELD = "select objid::int as shard from " + LOCKS
            + """
             locks
            where locktype = 'advisory' and classid = $1::int and pid = pg_backend_pid() and objid < $2::int order by 1
            """;
    private static final String RELAYS = "select count(*)::int from " + LOCKS
            + """
             locks
            where locktype = 'advisory' and classid = $1::int and objid > $2::int
            """;
    private static final String RELEASE = "select pg_advisory_unlock($1, shard) from unnest($2::int[]) shard";
    private static final String TAKE =
            """
            select pg_try_advisory_lock($1, shard) from generate_series(0, $2 - 1) shard
            where shard <> all ($3::int[]) and not exists (
                select from %s locks where locktype = 'advisory' and classid = $1 and objid = shard)
            order by random() limit $4
            """
                    .formatted(LOCKS);

    /** What a crash brings back of the deleted is sent again, which every consumer expects; no disk need be waited for. */
    private static final String DELETE_QUICKLY = "set synchronous_commit = off";

    private final SqlConnection connection;
    private final int locks;

    private Shards(SqlConnection connection, int locks) {
        this.connection = connection;
        this.locks = locks;
    }

    /** Opens the session whose locks these are. */
    static Uni<Shards> open(Pool pool, Duration timeout) {
        return pool.getConnection().chain(connection -> connection
                .query(OWN_LOCKS)
                .execute()
                .map(rows -> new Shards(connection, rows.iterator().next().getInteger(0)))
                .call(shards -> shards.announce(timeout))
                .onFailure()
                .call(() -> new Shards(connection, 0).close()));
    }

    private Uni<Void> announce(Duration timeout) {
        return connection
                .query("set idle_session_timeout = " + timeout.toMillis())
                .execute()
                .chain(() -> connection.query(DELETE_QUICKLY).execute())
                .chain(() -> connection
                        .preparedQuery("select pg_try_advisory_lock_shared($1, $2)")
                        .execute(Tuple.of(locks, ANNOUNCE)))
                .replaceWithVoid();
    }

    /** Gives everything back. A pooled connection must not carry locks, or what was set for them, to its next user. */
    Uni<Void> close() {
        return connection
                .query("select pg_advisory_unlock_all()")
                .execute()
                .chain(() -> connection.query("reset idle_session_timeout").execute())
                .chain(() -> connection.query("reset synchronous_commit").execute())
                .onFailure()
                .recoverWithNull()
                .chain(connection::close);
    }

    /** The session: what is done with the shards is done on it, so that losing it loses them. */
    SqlConnection connection() {
        return connection;
    }

    /** Releases or takes shards until this replica has its part; answers the shards held. */
    Uni<Integer[]> rebalance() {
        return held().chain(held -> relays().chain(relays -> {
            int part = Math.ceilDiv(Outbox.SHARDS, Math.max(1, relays));
            if (held.length > part) return release(held, part);
            if (held.length < part) return take(held, part - held.length);
            return Uni.createFrom().item(held);
        }));
    }

    private Uni<Integer[]> held() {
        return connection
                .preparedQuery(HELD)
                .execute(Tuple.of(locks, Outbox.SHARDS))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> row.getInteger(0))
                        .toArray(Integer[]::new));
    }

    private Uni<Integer> relays() {
        return connection
                .preparedQuery(RELAYS)
                .execute(Tuple.of(locks, Outbox.SHARDS))
                .map(rows -> rows.iterator().next().getInteger(0));
    }

    private Uni<Integer[]> release(Integer[] held, int part) {
        Integer[] surplus = Arrays.copyOfRange(held, part, held.length);
        return connection
                .preparedQuery(RELEASE)
                .execute(Tuple.of(locks, surplus))
                .replaceWith(Arrays.copyOf(held, part));
    }

    private Uni<Integer[]> take(Integer[] held, int missing) {
        return connection
                .preparedQuery(TAKE)
                .execute(Tuple.of(locks, Outbox.SHARDS, held, missing))
                .chain(this::held);
    }
}
