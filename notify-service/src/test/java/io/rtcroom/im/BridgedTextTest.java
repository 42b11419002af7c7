package io.rtcroom.im;

import static io.restassured.RestAssured.given;
import static io.rtcroom.fixture.Callers.as;
import static io.rtcroom.fixture.Callers.token;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.rtcroom.event.Event;
import io.rtcroom.event.EventData.MessageSent;
import io.rtcroom.fixture.Callers;
import io.rtcroom.fixture.Database;
import io.rtcroom.fixture.ImVendor;
import io.rtcroom.fixture.Kafka;
import io.rtcroom.fixture.Room;
import io.rtcroom.stores.Stores;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(WithTencent.class)
@WithTestResource(Stores.class)
@WithTestResource(Callers.class)
@WithTestResource(ImVendor.class)
class BridgedTextTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LONG = Duration.ofSeconds(20);

    @Inject
    Database database;

    private final Room room = new Room();
    private final String ann = "ann" + UUID.randomUUID().toString().substring(0, 8);
    private final String bob = "bob" + UUID.randomUUID().toString().substring(0, 8);

    @Test
    void aRoomsTextReachesOldClientsAsTheirOwn() throws IOException {
        Kafka.publish(room.created(), room.joined(ann));
        await().atMost(LONG)
                .untilAsserted(
                        () -> assertEquals(2, database.seqs(room.subject()).size()));

        for (int i = 1; i <= 3; i++) send(Map.of("roomUid", room.uid, "text", "n" + i + " }} \"quoted\" \\"));

        await().atMost(LONG)
                .untilAsserted(() ->
                        assertEquals(3, bodies(room.roomId, ImVendor.MESSAGE).size()));
        JsonNode first = bodies(room.roomId, ImVendor.MESSAGE).get(0);
        assertEquals(ann, first.path("From_Account").asText());
        JsonNode custom = first.path("MsgBody").path(0);
        assertEquals("TIMCustomElem", custom.path("MsgType").asText());
        assertEquals(
                "{\"cmd\":\"CustomTextMsg\",\"data\":{\"nickName\":\"name of " + ann + "\",\"headPic\":\"\"}}",
                custom.path("MsgContent").path("Data").asText());
        assertEquals(
                List.of("n1", "n2", "n3"),
                bodies(room.roomId, ImVendor.MESSAGE).stream()
                        .map(body -> body.path("MsgBody")
                                .path(1)
                                .path("MsgContent")
                                .path("Text")
                                .asText()
                                .substring(0, 2))
                        .toList());
    }

    @Test
    void aTextToSomebodyTheVendorDoesNotKnowMakesThemKnown() {
        send(Map.of("to", bob, "text", "hello"));

        await().atMost(LONG)
                .untilAsserted(
                        () -> assertEquals(2, bodies(bob, ImVendor.DIRECT).size()));
        assertEquals(List.of(ImVendor.DIRECT, ImVendor.IMPORT, ImVendor.DIRECT), ImVendor.commands(bob));
        assertEquals(List.of(ImVendor.IMPORT), ImVendor.commands(ann));
        await().atMost(LONG)
                .untilAsserted(() -> assertEquals(
                        0,
                        database.count("select count(*) from im_task where group_id = $1", "chat:" + ann + ":" + bob)));
    }

    @Test
    void aTextIsRepeatedUntilTheVendorTakesItUnderTheSameNumber() throws IOException {
        Kafka.publish(room.created(), room.joined(ann));
        await().atMost(LONG).until(() -> ImVendor.exists(room.roomId));
        await().atMost(LONG)
                .untilAsserted(
                        () -> assertEquals(2, database.seqs(room.subject()).size()));
        ImVendor.answerWith(ImVendor.MESSAGE, room.roomId, 10002);

        send(Map.of("roomUid", room.uid, "text", "hello"));
        await().atMost(LONG).until(() -> bodies(room.roomId, ImVendor.MESSAGE).size() > 2);
        ImVendor.answerWith(ImVendor.MESSAGE, room.roomId, 0);

        await().atMost(LONG)
                .untilAsserted(() -> assertEquals(
                        0,
                        database.count(
                                "select count(*) from im_task where room_uid = $1 and kind = 'message'",
                                room.uid.toString())));
        assertEquals(
                1,
                bodies(room.roomId, ImVendor.MESSAGE).stream()
                        .map(body -> body.path("Random").asLong())
                        .distinct()
                        .count());
    }

    @Test
    void aTextThatTheVendorDeclinesDoesNotHoldUpTheNext() {
        Kafka.publish(room.created(), room.joined(ann));
        await().atMost(LONG).until(() -> ImVendor.exists(room.roomId));
        await().atMost(LONG).until(() -> database.seqs(room.subject()).size() == 2);
        ImVendor.answerWith(ImVendor.MESSAGE, room.roomId, 80001);

        send(Map.of("roomUid", room.uid, "text", "a word that is not allowed"));
        await().atMost(LONG)
                .untilAsserted(() -> assertEquals(
                        1,
                        database.count(
                                "select count(*) from im_task where room_uid = $1 and dead_at is not null",
                                room.uid.toString())));
        assertEquals(5, bodies(room.roomId, ImVendor.MESSAGE).size());
        ImVendor.answerWith(ImVendor.MESSAGE, room.roomId, 0);
        send(Map.of("roomUid", room.uid, "text", "hello"));

        await().atMost(LONG)
                .untilAsserted(() ->
                        assertEquals(6, bodies(room.roomId, ImVendor.MESSAGE).size()));
    }

    @Test
    void aTextToOneThatTheVendorDeclinesIsGivenUp() {
        ImVendor.answerWith(ImVendor.DIRECT, bob, 20006);

        send(Map.of("to", bob, "text", "hello"));

        await().atMost(LONG)
                .untilAsserted(() -> assertEquals(
                        1,
                        database.count(
                                "select count(*) from im_task where group_id = $1 and dead_at is not null",
                                "chat:" + ann + ":" + bob)));
        assertEquals(5, bodies(bob, ImVendor.DIRECT).size());
    }

    @Test
    void theLastTextOfARoomComesBeforeTheEndOfItsGroup() {
        Kafka.publish(room.created(), room.joined(ann));
        await().atMost(LONG).until(() -> ImVendor.exists(room.roomId));
        await().atMost(LONG).until(() -> database.seqs(room.subject()).size() == 2);
        ImVendor.answerWith(ImVendor.MESSAGE, room.roomId, 10002);
        send(Map.of("roomUid", room.uid, "text", "goodbye"));

        Kafka.publish(room.ended());
        await().atMost(LONG).until(() -> database.seqs(room.subject()).size() == 3);
        int tries = bodies(room.roomId, ImVendor.MESSAGE).size();
        await().atMost(LONG).until(() -> bodies(room.roomId, ImVendor.MESSAGE).size() > tries + 1);
        assertTrue(ImVendor.exists(room.roomId));
        ImVendor.answerWith(ImVendor.MESSAGE, room.roomId, 0);

        await().atMost(LONG).until(() -> !ImVendor.exists(room.roomId));
    }

    /** Its readers are in the group as well, and the text was never for them. */
    @Test
    void theLastTextOfARoomIsNotShownToALaterRoomOfItsName() {
        Kafka.publish(room.created(), room.joined(ann));
        await().atMost(LONG).until(() -> ImVendor.exists(room.roomId));
        await().atMost(LONG).until(() -> database.seqs(room.subject()).size() == 2);
        ImVendor.answerWith(ImVendor.MESSAGE, room.roomId, 10002);
        send(Map.of("roomUid", room.uid, "text", "goodbye"));
        Room later = new Room(room.roomId);

        // Two subjects are in no order: the later room must not end before the first.
        Kafka.publish(room.ended());
        await().atMost(LONG).until(() -> database.seqs(room.subject()).size() == 3);
        Kafka.publish(later.created(), later.ended());

        await().atMost(LONG).until(() -> !ImVendor.exists(room.roomId));
    }

    @Test
    void whatBreaksOldReceiversIsTakenOutOfNamesAlone() {
        var sent = new MessageSent("multi", "r", "ann", "A}\"}\\}\n}", "}}}", List.of("ann"), "}} \"", "1");

        ImText text = ImText.of(event("chat:r", 1, sent), sent);

        String data = text.elements().path(0).path("MsgContent").path("Data").asText();
        assertEquals("{\"cmd\":\"CustomTextMsg\",\"data\":{\"nickName\":\"A}\",\"headPic\":\"}\"}}", data);
        assertTrue(data.indexOf("}}") == data.length() - 2);
        assertEquals(
                "}} \"", text.elements().path(1).path("MsgContent").path("Text").asText());
    }

    @Test
    void noTwoTextsOfAChatHaveOneRandom() {
        var sent = new MessageSent("multi", "r", "ann", "Ann", "", List.of("ann"), "hello", "1");

        long count = LongStream.rangeClosed(1, 200_000)
                .map(seq -> ImText.of(event("chat:r", seq, sent), sent).random())
                .distinct()
                .count();

        assertEquals(200_000, count);
    }

    private static Event event(String chat, long seq, MessageSent sent) {
        return new Event(UUID.randomUUID(), chat, seq, Instant.EPOCH, null, sent);
    }

    private void send(Map<String, Object> message) {
        var body = new java.util.HashMap<>(message);
        body.put("clientMsgId", UUID.randomUUID());
        as(given(), token(ann))
                .contentType("application/json")
                .body(body)
                .post("/v1/messages")
                .then()
                .statusCode(201);
    }

    private static List<JsonNode> bodies(String target, String command) {
        return ImVendor.calls(target).stream()
                .filter(call -> call.command().equals(command))
                .map(call -> {
                    try {
                        return JSON.readTree(call.body());
                    } catch (IOException e) {
                        throw new java.io.UncheckedIOException(e);
                    }
                })
                .toList();
    }
}
