package io.rtcroom.outbox;

import static io.restassured.RestAssured.given;
import static io.rtcroom.Fixtures.PATIENCE;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;
import io.rtcroom.Neighbours;
import io.rtcroom.event.EventJson;
import io.rtcroom.event.KafkaConfig;
import io.rtcroom.event.Topics;
import io.rtcroom.event.Traceparent;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;

/** One trace from the request through the outbox to Kafka. */
@QuarkusTest
@WithTestResource(Neighbours.class)
class TraceTest {
    @Inject
    KafkaConfig kafka;

    @Test
    void aCallersTraceGoesOnWithTheEventsOfTheRequest() {
        String trace = UUID.randomUUID().toString().replace("-", "");

        String room = aRoom(as("ann").header(Traceparent.NAME, "00-" + trace + "-00f067aa0ba902b7-01"));

        var entry = created(room);
        String header = new String(entry.headers().lastHeader(Traceparent.NAME).value());
        assertTrue(header.startsWith("00-" + trace + "-"), header);
        assertFalse(header.contains("00f067aa0ba902b7"), "the span is ours: " + header);
        assertEquals(header, EventJson.read(entry.value()).traceparent());
    }

    @Test
    void aRequestWithoutATraceBeginsOne() {
        String room = aRoom(as("ann"));

        String trace = EventJson.read(created(room).value()).traceparent();
        assertTrue(trace.matches("00-[0-9a-f]{32}-[0-9a-f]{16}-01"), trace);
    }

    private ConsumerRecord<String, String> created(String room) {
        List<ConsumerRecord<String, String>> found = new ArrayList<>();
        try (var consumer = consumer()) {
            await().atMost(PATIENCE).untilAsserted(() -> {
                consumer.poll(Duration.ofMillis(200)).forEach(entry -> {
                    if (entry.value().contains(room)) found.add(entry);
                });
                assertFalse(found.isEmpty());
            });
        }
        return found.getFirst();
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

    private static String aRoom(RequestSpecification caller) {
        return caller.body(Map.of("family", "double"))
                .post("/v1/rooms")
                .then()
                .statusCode(201)
                .extract()
                .path("uid");
    }

    private static RequestSpecification as(String user) {
        String token = bearer(Neighbours.API_KEY)
                .body(Map.of("userId", user))
                .post("/v1/tokens")
                .path("token");
        return bearer(token);
    }

    private static RequestSpecification bearer(String credential) {
        return given().header("Authorization", "Bearer " + credential).contentType(ContentType.JSON);
    }
}
