package io.rtcroom.audience;

import io.rtcroom.database.Database;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Reads audiences, of many rooms at once. */
@Singleton
public class Audiences {
    private static final String READ =
            """
            select r.uid, viewers_of(r.uid), coalesce(a.fields, '{}')::text, coalesce(a.version, 0)
            from unnest($1::uuid[]) as r (uid) left join audience a on a.room_uid = r.uid
            """;

    private final Database database;

    Audiences(Database database) {
        this.database = database;
    }

    public Uni<Map<UUID, Audience>> of(List<UUID> rooms) {
        if (rooms.isEmpty()) return Uni.createFrom().item(Map.of());
        return database.query(READ, Tuple.of(rooms.toArray(UUID[]::new))).map(rows -> {
            Map<UUID, Audience> audiences = new HashMap<>();
            rows.forEach(row -> audiences.put(
                    row.getUUID(0), new Audience(row.getLong(1), Audience.fields(row.getString(2)), row.getLong(3))));
            return audiences;
        });
    }

    public Uni<Audience> of(Show show) {
        return of(List.of(show.uid())).map(found -> found.get(show.uid()));
    }
}
