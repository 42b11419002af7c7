package io.rtcroom.outbox;

import io.rtcroom.event.Event;
import io.rtcroom.event.EventJson;
import io.rtcroom.event.Traceparent;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

/** Appends to the outbox inside a transaction that someone else has opened. */
@Singleton
public class Outbox {
    /** Fixed: a key must keep its shard, or two relays could send its records out of order. */
    static final int SHARDS = 16;

    private static final String APPEND =
            """
            insert into outbox (shard, topic, key, traceparent, payload)
            select shard, $1, key, $2, payload
            from unnest($3::smallint[], $4::text[], $5::text[]) with ordinality as e (shard, key, payload, n) order by n
            """;

    /** Appends events in their order, each under its subject, as part of the trace of whoever does so. */
    public Uni<Void> append(SqlConnection connection, String topic, List<Event> events) {
        return append(connection, topic, events.stream().map(Event::subject).toArray(String[]::new), payloads(events));
    }

    /** Appends events under one key in their order, as part of the trace of whoever does so. */
    public Uni<Void> append(SqlConnection connection, String topic, String key, List<Event> events) {
        return append(connection, topic, key, payloads(events));
    }

    /** Appends records of any topic under one key. */
    public Uni<Void> append(SqlConnection connection, String topic, String key, String... payloads) {
        return append(
                connection, topic, Collections.nCopies(payloads.length, key).toArray(String[]::new), payloads);
    }

    private static Uni<Void> append(SqlConnection connection, String topic, String[] keys, String[] payloads) {
        if (payloads.length == 0) return Uni.createFrom().voidItem();
        Short[] shards = Stream.of(keys).map(Outbox::shardOf).toArray(Short[]::new);
        return connection
                .preparedQuery(APPEND)
                .execute(Tuple.of(topic, Traceparent.current(), shards, keys, payloads))
                .replaceWithVoid();
    }

    private static String[] payloads(List<Event> events) {
        String trace = Traceparent.current();
        return events.stream().map(event -> EventJson.write(event.in(trace))).toArray(String[]::new);
    }

    static short shardOf(String key) {
        return (short) Math.floorMod(key.hashCode(), SHARDS);
    }
}
