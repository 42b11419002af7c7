package io.rtcroom.outbox;

import static io.rtcroom.Fixtures.PATIENCE;
import static io.rtcroom.Fixtures.aName;
import static io.rtcroom.Fixtures.addresses;
import static io.rtcroom.Fixtures.profile;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.rtcroom.event.Event;
import io.rtcroom.event.EventJson;
import io.rtcroom.event.KafkaConfig;
import io.rtcroom.event.Topics;
import io.rtcroom.member.Members;
import io.rtcroom.room.Family;
import io.rtcroom.room.RoomName;
import io.rtcroom.stores.Stores;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.pgclient.PgConnection;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.pgclient.PgConnectOptions;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(Stores.class)
class RelayTest {
    @Inject
    Members members;

    @Inject
    KafkaConfig kafka;

    @Inject
    Pool pool;

    @Inject
    Vertx vertx;

    @Test
    void aRoomsEventsReachKafkaInOrder() {
        RoomName name = aName(Family.DOUBLE);

        join(name, "ann");
        join(name, "bob");
        leave(name, "bob");
        leave(name, "ann");

        List<Event> events = new ArrayList<>();
        try (var consumer = consumer()) {
            await().atMost(PATIENCE).untilAsserted(() -> {
                consumer.poll(Duration.ofMillis(200)).forEach(entry -> {
                    if (entry.key().equals(name.roomId())) events.add(EventJson.read(entry.value()));
                });
                assertEquals(
                        List.of(
                                "room.created",
                                "member.joined",
                                "member.joined",
                                "member.left",
                                "member.left",
                                "room.ended"),
                        events.stream().map(Event::type).toList());
            });
        }
        assertEquals(
                List.of(1L, 2L, 3L, 4L, 5L, 6L), events.stream().map(Event::seq).toList());
        assertEquals(1, events.stream().map(Event::subject).distinct().count());
    }

    /** The server's view of locks shows those of all its databases. */
    @Test
    void anotherInstallationOnTheSameServerTakesNothing() {
        String database = "other_" + ProcessHandle.current().pid();
        get(pool.query("create database " + database).execute());
        var other = get(PgConnection.connect(vertx, options().setDatabase(database)));
        try {
            get(other.query(
                            "select pg_advisory_lock(hashtext('outbox of room'), shard) from generate_series(0, 15) shard")
                    .execute());
            get(other.query("select pg_advisory_lock_shared(hashtext('outbox of room'), -1)")
                    .execute());
            // Twice over, whoever shares has shared by then.
            Set<String> rooms = new HashSet<>();
            try (var consumer = consumer()) {
                await().atMost(PATIENCE).pollInterval(Duration.ofSeconds(3)).until(() -> {
                    for (int i = 0; i < 20; i++) rooms.add(aRoom());
                    return rooms.size() == 40;
                });
                await().atMost(PATIENCE).until(() -> {
                    consumer.poll(Duration.ofMillis(200)).forEach(entry -> rooms.remove(entry.key()));
                    return rooms.isEmpty();
                });
            }
        } finally {
            get(other.close());
            get(pool.query("drop database " + database).execute());
        }
    }

    @Test
    void relaysShareTheShardsEqually() {
        var other = get(PgConnection.connect(vertx, options()));
        try {
            get(other.query("select pg_advisory_lock_shared(hashtext('outbox of room'), -1)")
                    .execute());
            await().atMost(PATIENCE).untilAsserted(() -> assertEquals(8, shardsHeld()));
        } finally {
            get(other.close());
        }
        await().atMost(PATIENCE).untilAsserted(() -> assertEquals(16, shardsHeld()));
    }

    private long shardsHeld() {
        return get(pool.query("select count(*) from pg_locks where locktype = 'advisory' and mode = 'ExclusiveLock'"
                                + " and classid = hashtext('outbox of room')"
                                + " and database = (select oid from pg_database where datname = current_database())")
                        .execute())
                .iterator()
                .next()
                .getLong(0);
    }

    private String aRoom() {
        RoomName name = aName(Family.DOUBLE);
        join(name, "ann");
        return name.roomId();
    }

    private static PgConnectOptions options() {
        var config = ConfigProvider.getConfig();
        String url = config.getValue("rtcroom.database.url", String.class).replace("vertx-reactive:", "");
        return PgConnectOptions.fromUri(url)
                .setUser(config.getValue("rtcroom.database.username", String.class))
                .setPassword(config.getValue("rtcroom.database.password", String.class));
    }

    private static <T> T get(Uni<T> uni) {
        return uni.await().atMost(PATIENCE);
    }

    private void join(RoomName name, String user) {
        members.join(name, profile(user), addresses(user), true, "").await().atMost(PATIENCE);
    }

    private void leave(RoomName name, String user) {
        members.leave(name, user).await().atMost(PATIENCE);
    }

    private KafkaConsumer<String, String> consumer() {
        var consumer = new KafkaConsumer<>(
                Map.<String, Object>of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, kafka.servers(),
                        ConsumerConfig.GROUP_ID_CONFIG, UUID.randomUUID().toString(),
                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest"),
                new StringDeserializer(),
                new StringDeserializer());
        consumer.subscribe(List.of(Topics.ROOM_EVENTS));
        return consumer;
    }
}
