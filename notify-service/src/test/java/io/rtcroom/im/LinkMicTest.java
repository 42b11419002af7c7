package io.rtcroom.im;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.rtcroom.event.Event;
import io.rtcroom.event.EventData;
import io.rtcroom.event.EventData.CallAnswered;
import io.rtcroom.event.EventData.CallCreated;
import io.rtcroom.event.EventData.CallEnded;
import io.rtcroom.event.EventData.CallInvited;
import io.rtcroom.event.EventData.CallRefused;
import io.rtcroom.event.EventData.CallRinging;
import io.rtcroom.fixture.Callers;
import io.rtcroom.fixture.ImVendor;
import io.rtcroom.fixture.Kafka;
import io.rtcroom.stores.Stores;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Calls as old clients hear of them at the vendor. */
@QuarkusTest
@TestProfile(WithTencent.class)
@WithTestResource(Stores.class)
@WithTestResource(Callers.class)
@WithTestResource(ImVendor.class)
class LinkMicTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private final String call = UUID.randomUUID().toString();
    private final String ann = "ann" + UUID.randomUUID().toString().substring(0, 8);
    private final String bob = "bob" + UUID.randomUUID().toString().substring(0, 8);
    private final String cid = "cid" + UUID.randomUUID().toString().substring(0, 8);

    @Test
    void whoIsRungIsAskedAndTheCallerIsAnswered() throws IOException {
        Kafka.publish(
                ofCall(1, new CallCreated(ann, null, "")),
                ofCall(2, new CallAnswered(bob, "callee", "s", true)),
                ofCall(3, new CallRefused(cid, "no-answer")),
                event("user:" + bob, 1, new CallInvited(call, "callee", ann, "A}}\"nn", "7", null, NOW)));

        assertEquals(
                List.of("{\"cmd\":\"linkmic\",\"data\":{\"type\":\"request\",\"roomID\":\"" + call + "\",\"userID\":\""
                        + ann + "\",\"userName\":\"A}nn\",\"userAvatar\":\"7\"}}"),
                told(bob, ann, 1));
        assertEquals(List.of(response("accept", "")), told(ann, bob, 1));
        assertEquals(List.of(response("reject", "no-answer")), told(ann, cid, 1));
    }

    @Test
    void aCallHasAGroupWhileItRingsOrGoesOn() {
        Kafka.publish(ofCall(1, new CallCreated(ann, null, "")), ofCall(2, new CallRinging(bob, "callee", ann, NOW)));
        await().atMost(LONG).untilAsserted(() -> assertTrue(ImVendor.exists(call)));

        Kafka.publish(ofCall(3, new CallAnswered(bob, "callee", "s", true)));
        await().atMost(LONG)
                .untilAsserted(() -> assertTrue(ImVendor.commands(call).contains(ImVendor.NOTIFY)));

        Kafka.publish(ofCall(4, new CallEnded("hangup", bob)));
        await().atMost(LONG).untilAsserted(() -> assertFalse(ImVendor.exists(call)));
    }

    private String response(String result, String message) {
        return "{\"cmd\":\"linkmic\",\"data\":{\"type\":\"response\",\"roomID\":\"" + call + "\",\"result\":\"" + result
                + "\",\"message\":\"" + message + "\"}}";
    }

    private static List<String> told(String to, String from, int count) {
        return await().atMost(LONG).until(() -> told(to, from), told -> told.size() == count);
    }

    /** Whoever was unknown to the vendor is told again. */
    private static List<String> told(String to, String from) throws IOException {
        return ImVendor.calls(to).stream()
                .filter(sent -> sent.command().equals(ImVendor.DIRECT))
                .map(LinkMicTest::read)
                .filter(body -> body.path("From_Account").asText().equals(from))
                .map(body -> body.path("MsgBody")
                        .path(0)
                        .path("MsgContent")
                        .path("Data")
                        .asText())
                .distinct()
                .toList();
    }

    private static JsonNode read(ImVendor.Call sent) {
        try {
            return JSON.readTree(sent.body());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private Event ofCall(long seq, EventData data) {
        return event("call:" + call, seq, data);
    }

    private static Event event(String subject, long seq, EventData data) {
        return new Event(UUID.randomUUID(), subject, seq, NOW, data);
    }
}
