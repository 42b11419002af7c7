package io.rtcroom.call;

import io.rtcroom.database.Rows;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/**
 * Who is engaged, by the table's key and nothing else. Rows are taken in the order of the users' ids, so that two who call
 * each other at once meet at the first of them: the second waits, and then sees the call of the first.
 */
@Singleton
public class Engagements {
    private static final Rows.Statement<Map.Entry<String, UUID>> TAKE = new Rows<Map.Entry<String, UUID>>()
            .text("user_id", Map.Entry::getKey)
            .uuid("call_id", Map.Entry::getValue)
            .in(
                    """
                    insert into engagement (user_id, call_id) select user_id, call_id from {rows} order by user_id
                    on conflict do nothing
                    returning user_id
                    """);

    private static final String BEGIN = "select uuidv7(), clock_timestamp()";

    /** The id of a call to come, and the database's time. */
    public record Beginning(UUID id, Instant at) {}

    public Uni<Beginning> begin(SqlConnection connection) {
        return connection.query(BEGIN).execute().map(rows -> {
            Row row = rows.iterator().next();
            return new Beginning(row.getUUID(0), Participant.instant(row, 1));
        });
    }

    /** Engages those who are free, and answers who they are. */
    public Uni<Set<String>> take(SqlConnection connection, UUID callId, Collection<String> users) {
        Map<String, UUID> wanted = new HashMap<>();
        users.forEach(user -> wanted.put(user, callId));
        return take(connection, wanted);
    }

    /** Engages each of them in the call they are wanted in, if they are free, and answers who they are. */
    Uni<Set<String>> take(SqlConnection connection, Map<String, UUID> wanted) {
        if (wanted.isEmpty()) return Uni.createFrom().item(Set.of());
        return TAKE.execute(connection, wanted.entrySet()).map(rows -> {
            Set<String> taken = new TreeSet<>();
            rows.forEach(row -> taken.add(row.getString(0)));
            return taken;
        });
    }
}
