package io.rtcroom.outbox;

import io.quarkus.arc.properties.IfBuildProperty;
import io.quarkus.runtime.ShutdownEvent;
import io.rtcroom.loop.Recurring;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Sends the outbox to Kafka. Records of one key go one after the other, each acknowledged by all in-sync brokers before
 * the next; the first failure of a key ends its turn. A record is deleted only after its acknowledgement, so whoever
 * takes over starts at or before the first unsent record: duplicates may appear, a first appearance out of order cannot.
 */
@Singleton
@IfBuildProperty(name = Relay.DATABASE, stringValue = Relay.POSTGRESQL)
class Relay implements Recurring {
    /** A service without a database has nothing to relay. */
    static final String DATABASE = "quarkus.datasource.db-kind";

    static final String POSTGRESQL = "postgresql";
    private static final String PENDING =
            """
            select id, topic, key, payload, traceparent from outbox where shard = any ($1::smallint[]) order by id limit $2
            """;
    private static final String DELETE = "delete from outbox where id = any ($1::bigint[])";
    private static final Duration REBALANCE_EVERY = Duration.ofSeconds(1);
    /** Whoever ends a silence waits this long at most, and a silence costs next to nothing. */
    private static final Duration IDLE_POLL = Duration.ofMillis(100);

    private static final Duration IDLE_AFTER = Duration.ofSeconds(2);
    private static final int KEYS_AT_ONCE = 256;

    private final Pool pool;
    private final RecordSender sender;
    private final OutboxConfig config;
    private Shards shards;
    private Short[] held = {};
    private long rebalancedAt;
    private long sentAt;

    private record Pending(long id, String topic, String key, String payload, String traceparent) {
        static Pending of(Row row) {
            return new Pending(row.getLong(0), row.getString(1), row.getString(2), row.getString(3), row.getString(4));
        }
    }

    /** What one round has achieved so far. */
    private record Round(Queue<Long> sent, AtomicBoolean failed) {}

    Relay(Pool pool, RecordSender sender, OutboxConfig config) {
        this.pool = pool;
        this.sender = sender;
        this.config = config;
    }

    void stop(@Observes ShutdownEvent event) {
        abandonShards();
    }

    @Override
    public String name() {
        return "outbox relay";
    }

    @Override
    public String ageMetric() {
        return "rtcroom.outbox.relay.age.seconds";
    }

    @Override
    public Uni<Duration> run() {
        return ownShards()
                .chain(this::pending)
                .chain(batch -> batch.isEmpty()
                        ? Uni.createFrom().item(pauseInSilence())
                        : send(batch).chain(this::delete).map(sent -> pauseAfter(batch.size(), sent)))
                .onFailure()
                .invoke(this::abandonShards)
                // Given up by its loop: the session no longer answers.
                .onCancellation()
                .invoke(this::abandonShards);
    }

    private Uni<Void> ownShards() {
        if (shards == null)
            return Shards.open(pool, config.relayTimeout())
                    .invoke(opened -> shards = opened)
                    .chain(this::rebalance);
        return System.nanoTime() - rebalancedAt > REBALANCE_EVERY.toNanos()
                ? rebalance()
                : Uni.createFrom().voidItem();
    }

    private Uni<Void> rebalance() {
        return shards.rebalance()
                .invoke(numbers -> {
                    rebalancedAt = System.nanoTime();
                    held = Arrays.stream(numbers).map(Integer::shortValue).toArray(Short[]::new);
                })
                .replaceWithVoid();
    }

    private Uni<List<Pending>> pending() {
        return shards.connection()
                .preparedQuery(PENDING)
                .execute(Tuple.of(held, config.batch()))
                .map(rows -> {
                    List<Pending> batch = new ArrayList<>(rows.size());
                    rows.forEach(row -> batch.add(Pending.of(row)));
                    return batch;
                });
    }

    private Uni<List<Long>> send(List<Pending> batch) {
        Map<String, List<Pending>> byKey = new LinkedHashMap<>();
        batch.forEach(record ->
                byKey.computeIfAbsent(record.key, key -> new ArrayList<>()).add(record));
        var round = new Round(new ConcurrentLinkedQueue<>(), new AtomicBoolean());
        return Multi.createFrom()
                .iterable(byKey.values())
                .onItem()
                .transformToUni(records -> sendInOrder(records, round))
                .merge(KEYS_AT_ONCE)
                .collect()
                .last()
                .map(ignored -> List.copyOf(round.sent));
    }

    private Uni<Void> sendInOrder(List<Pending> records, Round round) {
        if (round.failed.get()) return Uni.createFrom().voidItem(); // Kafka is away: do not wait once per key
        return Multi.createFrom()
                .iterable(records)
                .onItem()
                .transformToUniAndConcatenate(
                        record -> sender.send(record.topic, record.key, record.payload, record.traceparent)
                                .invoke(() -> round.sent.add(record.id)))
                .collect()
                .last()
                .replaceWithVoid()
                .onFailure()
                .invoke(() -> round.failed.set(true))
                .onFailure()
                .recoverWithNull(); // the rest of this key waits for the next round
    }

    private Uni<Integer> delete(List<Long> ids) {
        if (ids.isEmpty()) return Uni.createFrom().item(0);
        return shards.connection()
                .preparedQuery(DELETE)
                .execute(Tuple.of(ids.toArray(Long[]::new)))
                .replaceWith(ids.size());
    }

    private Duration pauseInSilence() {
        boolean isIdle = System.nanoTime() - sentAt > IDLE_AFTER.toNanos();
        return isIdle && config.pollInterval().compareTo(IDLE_POLL) < 0 ? IDLE_POLL : config.pollInterval();
    }

    private Duration pauseAfter(int read, int sent) {
        sentAt = System.nanoTime();
        if (sent < read) return Duration.ofMillis(500);
        return read == config.batch() ? Duration.ZERO : config.pollInterval();
    }

    /** The session may be gone and its locks with it: nothing more is done in its name. */
    private void abandonShards() {
        Shards lost = shards;
        shards = null;
        held = new Short[0];
        if (lost != null) lost.close().subscribe().with(ignored -> {}, ignored -> {});
    }
}
