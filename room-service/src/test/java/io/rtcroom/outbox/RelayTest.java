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
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(Stores.class)
class RelayTest {
    @Inject
    Members members;

    @Inject
    KafkaConfig kafka;

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
