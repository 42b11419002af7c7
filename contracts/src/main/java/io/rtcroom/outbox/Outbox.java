package io.rtcroom.outbox;

import io.rtcroom.event.Event;
import io.rtcroom.event.EventJson;
import io.rtcroom.event.Traceparent;
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
            insert into outbox (shard, topic, key, traceparent, payload)
            select $1, $2, $3, $4, payload from unnest($5::text[]) with ordinality as e(payload, n) order by n
            """;

    /** Appends events under one key in their order, as part of the trace of whoever does so. */
    public Uni<Void> append(SqlConnection connection, String topic, String key, List<Event> events) {
        String trace = Traceparent.current();
        String[] payloads =
                events.stream().map(event -> EventJson.write(event.in(trace))).toArray(String[]::new);
        return append(connection, topic, key, payloads);
    }

    /** Appends records of any topic under one key. */
    public Uni<Void> append(SqlConnection connection, String topic, String key, String... payloads) {
        if (payloads.length == 0) return Uni.createFrom().voidItem();
        return connection
                .preparedQuery(APPEND)
                .execute(Tuple.of(shardOf(key), topic, key, Traceparent.current(), payloads))
                .replaceWithVoid();
    }

    static short shardOf(String key) {
        return (short) Math.floorMod(key.hashCode(), SHARDS);
    }
}
