package io.rtcroom.outbox;

import io.rtcroom.event.Event;
import io.rtcroom.event.EventJson;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.List;

/** Appends to the outbox inside a transaction that someone else has opened. */
@Singleton
public class Outbox {
    /** Fixed: a key must keep its shard, or two relays could send its records out of order. */
    static final int SHARDS = 16;

    private static final String APPEND =
            """
            insert into outbox (shard, topic, key, payload)
            select $1, $2, $3, payload from unnest($4::text[]) with ordinality as e(payload, n) order by n
            """;

    /** Appends events under one key in their order. */
    public Uni<Void> append(SqlConnection connection, String topic, String key, List<Event> events) {
        return append(
                connection, topic, key, events.stream().map(EventJson::write).toArray(String[]::new));
    }

    /** Appends records of any topic under one key. */
    public Uni<Void> append(SqlConnection connection, String topic, String key, String... payloads) {
        if (payloads.length == 0) return Uni.createFrom().voidItem();
        return connection
                .preparedQuery(APPEND)
                .execute(Tuple.of(shardOf(key), topic, key, payloads))
                .replaceWithVoid();
    }

    static short shardOf(String key) {
        return (short) Math.floorMod(key.hashCode(), SHARDS);
    }
}
