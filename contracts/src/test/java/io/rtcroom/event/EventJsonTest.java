package io.rtcroom.event;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rtcroom.event.EventData.AgentChanged;
import io.rtcroom.event.EventData.AudienceChanged;
import io.rtcroom.event.EventData.CallAnswered;
import io.rtcroom.event.EventData.CallCreated;
import io.rtcroom.event.EventData.CallDeferred;
import io.rtcroom.event.EventData.CallDismissed;
import io.rtcroom.event.EventData.CallEnded;
import io.rtcroom.event.EventData.CallInvited;
import io.rtcroom.event.EventData.CallLeft;
import io.rtcroom.event.EventData.CallObserved;
import io.rtcroom.event.EventData.CallQueued;
import io.rtcroom.event.EventData.CallRefused;
import io.rtcroom.event.EventData.CallRinging;
import io.rtcroom.event.EventData.CallTransferEnded;
import io.rtcroom.event.EventData.CallTransferStarted;
import io.rtcroom.event.EventData.MemberJoined;
import io.rtcroom.event.EventData.MemberLeft;
import io.rtcroom.event.EventData.MemberMuted;
import io.rtcroom.event.EventData.MemberResumed;
import io.rtcroom.event.EventData.MemberSuspended;
import io.rtcroom.event.EventData.MemberUnmuted;
import io.rtcroom.event.EventData.MemberUpdated;
import io.rtcroom.event.EventData.MessageRecalled;
import io.rtcroom.event.EventData.MessageSent;
import io.rtcroom.event.EventData.RecordingChanged;
import io.rtcroom.event.EventData.RoomCreated;
import io.rtcroom.event.EventData.RoomEnded;
import io.rtcroom.event.EventData.Unknown;
import io.rtcroom.event.EventData.WebhookTested;
import io.rtcroom.event.EventJson.UndecodableEventException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventJsonTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ROOM = "room_e26f9f5c_c89b";
    private static final String CALL = "0199d6c5-2a00-7d22-9a3b-5c7d9e1f3a5b";
    private static final Instant RINGS_UNTIL = Instant.parse("2026-03-01T08:00:47.123456Z");
    private static final List<String> READERS = List.of("alice", "bob");

    static Stream<EventData> everyType() {
        return Stream.of(
                new RoomCreated("multi", ROOM, "Claim 4711 \"车险\"", "auto", "required"),
                new MemberJoined("multi", ROOM, "alice", "Alice", "123", "8888_alice_9f3b00c1", 1, false, true),
                new MemberUpdated("multi", ROOM, "alice", "Alice B.", "124", "8888_alice_7d2e44aa"),
                new MemberSuspended("multi", ROOM, "alice"),
                new MemberResumed("multi", ROOM, "alice"),
                new MemberLeft("multi", ROOM, "alice", "expired", 0, true),
                new RoomEnded("multi", ROOM, "empty"),
                new MessageSent("multi", ROOM, "alice", "Alice", "123", READERS, "See \"claim\" 4711 \\ }} 车险", "m-1"),
                new MessageRecalled("multi", ROOM, 1, "alice", READERS),
                new MemberMuted("multi", ROOM, "bob", Instant.parse("2026-03-01T08:10:03.123456Z"), "alice", READERS),
                new MemberUnmuted("multi", ROOM, "bob", "alice", READERS),
                new CallCreated("alice", "loans", "Claim 4711"),
                new CallRinging("bob", "callee", "alice", RINGS_UNTIL),
                new CallAnswered("bob", "callee", "8888_bob_9f3b00c1", true),
                new CallRefused("bob", "declined"),
                new CallLeft("bob", "left"),
                new CallQueued("loans", "lost"),
                new CallDeferred("alice", "no-answer", 2),
                new CallObserved("sue"),
                new CallTransferStarted("mia", "max", null),
                new CallTransferEnded("mia", "max", "completed"),
                new CallEnded("hangup", "bob"),
                new CallInvited(CALL, "callee", "alice", "Alice", "123", "loans", RINGS_UNTIL),
                new CallDismissed(CALL, "answered"),
                new AgentChanged("mia", "BREAK", "BUSY", "agent_mia_3f2a", "lunch"),
                new RecordingChanged(
                        "0199d6c5-1f00-7d22-9a3b-5c7d9e1f3a5b",
                        "READY",
                        "publisher-gone",
                        CALL,
                        ROOM,
                        "alice",
                        "bob",
                        "8888_bob_9f3b00c1",
                        2,
                        61040,
                        7340032,
                        0),
                new AudienceChanged("live", ROOM, 1204, Map.of("praise", 17, "title", "Evening show"), READERS),
                new WebhookTested("0199d6c5-1f00-7d22-9a3b-5c7d9e1f3a5b"));
    }

    @Test
    void theTraceOfAnEventIsInItsDocument() throws IOException {
        String trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        Event event =
                new Event(UUID.randomUUID(), "call:" + CALL, 1, RINGS_UNTIL, new CallLeft("bob", "left")).in(trace);

        String document = EventJson.write(event);

        assertEquals(trace, JSON.readTree(document).path("traceparent").asText());
        assertEquals(event, EventJson.read(document));
    }

    @ParameterizedTest
    @MethodSource("everyType")
    void aGoldenFileIsReadAsItsEvent(EventData data) throws IOException {
        Event event = EventJson.read(golden(data.type()));

        assertEquals(data, event.data());
        assertEquals(data.type(), event.type());
        assertEquals(kind(data) + ":0199d6c5-1f00-7d22-9a3b-5c7d9e1f3a5b", event.subject());
        assertEquals(Instant.parse("2026-03-01T08:00:0" + event.seq() + ".123456Z"), event.time());
        assertEquals(UUID.fromString("0199d6c5-3b7a-7c11-8f5e-2d9a4b6c8e0" + event.seq()), event.id());
    }

    @ParameterizedTest
    @MethodSource("everyType")
    void anEventIsWrittenAsItsGoldenFile(EventData data) throws IOException {
        String golden = golden(data.type());

        assertEquals(JSON.readTree(golden), JSON.readTree(EventJson.write(EventJson.read(golden))));
    }

    @Test
    void everyTypeHasAGoldenFile() {
        var tested = Stream.concat(everyType().map(EventData::getClass), Stream.of(Unknown.class));

        assertEquals(
                Arrays.stream(EventData.class.getPermittedSubclasses())
                        .map(Class::getName)
                        .sorted()
                        .toList(),
                tested.map(Class::getName).sorted().toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"paused\":true}", "{}", "\"text\"", "[1,{}]", "7"})
    void aTypeFromANewerProducerIsUnknown(String data) throws IOException {
        var document = (ObjectNode) JSON.readTree(golden("room.ended"));
        document.put("type", "room.paused").set("data", JSON.readTree(data));

        Event event = EventJson.read(document.toString());

        assertInstanceOf(Unknown.class, event.data());
        assertEquals(5, event.seq());
    }

    @Test
    void fieldsFromANewerProducerAreSkipped() throws IOException {
        String json = golden("room.ended")
                .replace("\"reason\"", "\"by\": {\"id\": 1}, \"reason\"")
                .replace("\"seq\"", "\"traceparent\": \"00\", \"seq\"");

        assertEquals(EventJson.read(golden("room.ended")), EventJson.read(json));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "{}",
                "[]",
                "\"text\"",
                "{\"id\":",
                "{\"type\":\"room.ended\",\"data\":{}}",
            })
    void whatIsNoEventIsUndecodable(String json) {
        assertThrows(UndecodableEventException.class, () -> EventJson.read(json));
    }

    @ParameterizedTest
    @ValueSource(strings = {"id", "subject", "seq", "time", "data"})
    void anEventWithoutAnAttributeIsUndecodable(String attribute) throws IOException {
        var document = (ObjectNode) JSON.readTree(golden("room.ended"));
        document.remove(attribute);

        assertThrows(UndecodableEventException.class, () -> EventJson.read(document.toString()));
    }

    private static String kind(EventData data) {
        return switch (data) {
            case AudienceChanged changed -> "audience";
            case EventData.Addressed addressed -> "chat";
            case WebhookTested tested -> "webhook";
            case AgentChanged changed -> "agent";
            case RecordingChanged changed -> "recording";
            case CallInvited invited -> "user";
            case CallDismissed dismissed -> "user";
            default -> data.type().startsWith("call.") ? "call" : "room";
        };
    }

    private static String golden(String type) throws IOException {
        try (var file = EventJsonTest.class.getResourceAsStream("/golden/" + type + ".json")) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
