package io.rtcroom.stream;

import static io.restassured.RestAssured.given;
import static io.rtcroom.fixture.Callers.as;
import static io.rtcroom.fixture.Callers.token;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.rtcroom.event.Event;
import io.rtcroom.event.EventJson;
import io.rtcroom.event.Topics;
import io.rtcroom.event.Traceparent;
import io.rtcroom.fixture.Callers;
import io.rtcroom.fixture.EventStream;
import io.rtcroom.fixture.Kafka;
import io.rtcroom.fixture.Neighbour;
import io.rtcroom.fixture.Neighbour.Reply;
import io.rtcroom.fixture.Room;
import io.rtcroom.stores.Stores;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

/** One trace from Kafka, or from a request of one's own, to whoever is told. */
@QuarkusTest
@WithTestResource(Stores.class)
@WithTestResource(Callers.class)
@WithTestResource(Neighbour.class)
class TraceTest {
    private static final Duration LONG = Duration.ofSeconds(15);

    private final String trace = UUID.randomUUID().toString().replace("-", "");
    private final String traceparent = "00-" + trace + "-00f067aa0ba902b7-01";
    private final Room room = new Room();
    private final String ann = "ann-" + trace.substring(0, 12);
    private final String bob = "bob-" + trace.substring(0, 12);

    @Test
    void anEventsTraceReachesTheStreamAndTheWebhook() {
        String path = "/target/" + UUID.randomUUID();
        Neighbour.reply(path, Reply.of(204));
        as(given(), Callers.WEBHOOKS_KEY)
                .contentType("application/json")
                .body(Map.of("url", Neighbour.origin() + path, "types", List.of("member.joined")))
                .post("/v1/webhooks")
                .then()
                .statusCode(201);

        Event joined;
        try (var stream = EventStream.open(token(ann))) {
            Kafka.publish(room.created(), joined = room.joined(ann).in(traceparent));

            assertEquals(traceparent, awaitFrame(stream, "member.joined").traceparent());
        }
        await().atMost(LONG).untilAsserted(() -> {
            var asked = Neighbour.asked(path).stream()
                    .filter(each ->
                            each.headers().get("webhook-id").equals(joined.id().toString()))
                    .toList();
            assertEquals(1, asked.size());
            assertEquals(traceparent, asked.getFirst().headers().get(Traceparent.NAME));
        });
    }

    @Test
    void aMessageBelongsToTheTraceOfWhoeverSentIt() {
        Event sent;
        try (var stream = EventStream.open(token(bob))) {
            as(given(), token(ann))
                    .header(Traceparent.NAME, traceparent)
                    .contentType("application/json")
                    .body(Map.of("to", bob, "text", "hello", "clientMsgId", UUID.randomUUID()))
                    .post("/v1/messages")
                    .then()
                    .statusCode(201);

            sent = awaitFrame(stream, "message.sent");
        }
        assertTrue(sent.traceparent().startsWith("00-" + trace + "-"), sent::traceparent);
        await().atMost(LONG).untilAsserted(() -> {
            List<String> headers = Kafka.read(Topics.MESSAGE_EVENTS, sent.subject()).stream()
                    .map(TraceTest::header)
                    .toList();
            assertEquals(List.of(sent.traceparent()), headers);
        });
    }

    private static Event awaitFrame(EventStream stream, String type) {
        await().atMost(LONG).until(() -> stream.frames.stream().anyMatch(frame -> type.equals(frame.event())));
        return stream.frames.stream()
                .filter(frame -> type.equals(frame.event()))
                .map(frame -> EventJson.read(frame.data()))
                .findFirst()
                .orElseThrow();
    }

    private static String header(ConsumerRecord<byte[], byte[]> entry) {
        return new String(entry.headers().lastHeader(Traceparent.NAME).value());
    }
}
