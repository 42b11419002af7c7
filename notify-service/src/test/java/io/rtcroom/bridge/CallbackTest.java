package io.rtcroom.bridge;

import static io.restassured.RestAssured.given;
import static io.rtcroom.fixture.Callers.as;
import static io.rtcroom.fixture.Callers.token;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import io.rtcroom.fixture.Callers;
import io.rtcroom.fixture.Database;
import io.rtcroom.fixture.EventStream;
import io.rtcroom.fixture.ImVendor;
import io.rtcroom.fixture.Kafka;
import io.rtcroom.fixture.Neighbour;
import io.rtcroom.fixture.Neighbour.Reply;
import io.rtcroom.fixture.Room;
import io.rtcroom.im.WithTencent;
import io.rtcroom.stores.Stores;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the vendor's callbacks bring in. */
@QuarkusTest
@TestProfile(WithTencent.class)
@WithTestResource(Stores.class)
@WithTestResource(Callers.class)
@WithTestResource(Neighbour.class)
@WithTestResource(ImVendor.class)
class CallbackTest {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final String AFTER_IN_GROUP = "Group.CallbackAfterSendMsg";
    private static final String BEFORE_IN_GROUP = "Group.CallbackBeforeSendMsg";
    private static final String AFTER_TO_ONE = "C2C.CallbackAfterSendMsg";
    /** As the mini-program builds it: the name is not escaped, so it is no JSON. */
    private static final String WHO =
            "{\"cmd\":\"CustomTextMsg\",\"data\":{\"nickName\":\"A \"quoted\" }} \\ name\",\"headPic\":\"\"}}";

    @Inject
    Database database;

    @Inject
    MeterRegistry meters;

    private final Room room = new Room();
    private final String chat = "chat:" + room.uid;
    private final String ann = "ann" + UUID.randomUUID().toString().substring(0, 8);
    private final String bob = "bob" + UUID.randomUUID().toString().substring(0, 8);

    @BeforeEach
    void annAndBobAreInARoom() {
        Neighbour.reply("/hook", Reply.of(204));
        Kafka.publish(room.created(), room.joined(ann), room.joined(bob));
        await().atMost(LONG).until(() -> database.seqs(room.subject()).size() == 3);
        await().atMost(LONG).until(() -> ImVendor.exists(room.roomId));
    }

    @Test
    void aTextOfAnOldClientIsAMessageOfItsRoom() {
        try (var toBob = EventStream.open(token(bob))) {

            callBack(AFTER_IN_GROUP, inGroup(ann, WHO, "hello }} \"you\""))
                    .body("ActionStatus", is("OK"))
                    .body("ErrorCode", is(0));

            toBob.awaitBriefs("message.sent 1");
            history(bob)
                    .body("items.data.text", contains("hello }} \"you\""))
                    .body("items.data.from", contains(ann))
                    .body("items.data.fromName", contains("name of " + ann))
                    .body("items.data.readers[0]", contains(ann, bob));
        }
    }

    @Test
    void whatTheVendorHasShownIsNotToldToItAgain() {
        callBack(AFTER_IN_GROUP, inGroup(ann, WHO, "from the vendor"));
        say(bob, "from us");

        await().atMost(LONG).until(() -> ImVendor.commands(room.roomId).contains(ImVendor.MESSAGE));
        assertEquals(
                List.of("from us"),
                ImVendor.calls(room.roomId).stream()
                        .filter(call -> call.command().equals(ImVendor.MESSAGE))
                        .map(call -> call.body().replaceFirst("(?s).*\"Text\":\"([^\"]*)\".*", "$1"))
                        .toList());
        history(ann).body("items.data.text", contains("from us", "from the vendor"));
    }

    @Test
    void aTextIsStoredOnceHoweverOftenItIsToldAtOnce() {
        ObjectNode text = inGroup(ann, WHO, "once");

        IntStream.range(0, 10).parallel().forEach(i -> callBack(AFTER_IN_GROUP, text));

        history(bob).body("items.data.text", contains("once"));
    }

    @Test
    void whatOurOwnCallsSayDoesNotComeBack() {
        callBack(AFTER_IN_GROUP, "RESTAPI", inGroup(ann, WHO, "an echo"));

        history(bob).body("items", empty());
    }

    @Test
    void onlyMembersWriteInARoom() {
        Neighbour.reply("/internal/rooms/" + room.uid, Reply.of(404));

        callBack(AFTER_IN_GROUP, inGroup("eve", WHO, "let me in")).body("ErrorCode", is(1));

        history(bob).body("items", empty());
    }

    @Test
    void roomsOfOneNameShareTheGroupAndATextIsOfItsSendersRoom() {
        Room other = new Room(room.roomId);
        Kafka.publish(other.created(), other.joined("cid"));
        await().atMost(LONG).until(() -> database.seqs(other.subject()).size() == 2);
        Neighbour.reply("/internal/rooms/" + other.uid, Reply.of(404));

        callBack(AFTER_IN_GROUP, inGroup(ann, WHO, "hello"));

        history(bob).body("items.data.text", contains("hello"));
        assertEquals(List.of(), database.seqs("chat:" + other.uid));
    }

    @Test
    void aRoomThatCannotBeAskedAboutHoldsUpNoOther() {
        Room other = new Room(room.roomId);
        Kafka.publish(other.created(), other.joined("cid"));
        await().atMost(LONG).until(() -> database.seqs(other.subject()).size() == 2);
        Neighbour.reply("/internal/rooms/" + other.uid, Reply.of(503));
        double failed = counted("after", "failed");

        callBack(AFTER_IN_GROUP, inGroup(ann, WHO, "hello"));
        callBack(AFTER_IN_GROUP, inGroup("cid2", WHO, "who knows"));

        history(bob).body("items.data.text", contains("hello"));
        assertEquals(failed + 1, counted("after", "failed"));
    }

    @Test
    void theGroupOfACallHasNoChat() {
        UUID call = UUID.randomUUID();
        database.query("insert into im_group (group_id) values ($1)", call.toString());
        database.query("insert into im_room (room_uid, group_id) values ($1, $1)", call.toString());

        callBack(AFTER_IN_GROUP, inGroup(ann, WHO, "hello").put("GroupId", call.toString()))
                .body("ErrorCode", is(0));

        assertEquals(List.of(), Neighbour.asked("/internal/rooms/" + call));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"cmd\":\"CustomCmdMsg\",\"data\":{\"cmd\":\"like\"}} | a heart",
                "{\"data\":{\"cmd\":\"CustomTextMsg\"},\"cmd\":\"CustomCmdMsg\"} | a heart",
                "{\"cmd\":\"CustomTextMsg\",\"data\":{}} | ` `",
            })
    void whatIsNoTextIsLeftToTheVendor(String data, String text) {
        callBack(AFTER_IN_GROUP, inGroup(ann, data, text)).body("ErrorCode", is(0));

        history(bob).body("items", empty());
    }

    @Test
    void aTextBetweenTwoIsTheirs() {
        callBack(AFTER_TO_ONE, toOne(ann, bob, null, "psst")).body("ErrorCode", is(0));
        callBack(
                AFTER_TO_ONE, toOne(ann, bob, null, "not sent").put("MsgSeq", 4).put("SendMsgResult", 20006));
        callBack(AFTER_TO_ONE, toOne(ann, ann, null, "to myself"));
        callBack(AFTER_TO_ONE, toOne("ann:and:bob", bob, null, "who am I?"));
        callBack(AFTER_TO_ONE, toOne(ann, null, null, "to nobody"));

        as(given(), token(bob))
                .get("/v1/messages?chat=chat:" + ann + ":" + bob)
                .then()
                .body("items.data.text", contains("psst"));
    }

    @Test
    void whoTurnsACallDownAtTheVendorDeclines() {
        UUID call = UUID.randomUUID();
        Neighbour.reply("/internal/calls/" + call + "/decline", Reply.of(204));

        callBack(AFTER_TO_ONE, toOne(bob, ann, answer(call.toString(), "reject"), null));
        callBack(AFTER_TO_ONE, toOne(bob, ann, answer(call.toString(), "accept"), null));
        callBack(AFTER_TO_ONE, toOne(bob, ann, answer("a-room", "reject"), null));
        callBack(AFTER_TO_ONE, toOne(bob, ann, "{\"cmd\":\"linkmic\",\"data\":\"\"}", null));

        var asked = Neighbour.asked("/internal/calls/" + call + "/decline");
        assertEquals(
                List.of("{\"userId\":\"" + bob + "\"}"),
                asked.stream().map(Neighbour.Asked::body).toList());
        assertEquals(Callers.INTERNAL_KEY, asked.get(0).headers().get("x-rtcroom-internal-key"));
    }

    @ParameterizedTest
    @CsvSource({"409, refused", "503, failed"})
    void whatBecomesOfADeclineIsCounted(int status, String outcome) {
        UUID call = UUID.randomUUID();
        Neighbour.reply("/internal/calls/" + call + "/decline", Reply.of(status));
        double before = counted("after", outcome);

        callBack(AFTER_TO_ONE, toOne(bob, ann, answer(call.toString(), "reject"), null));

        assertEquals(before + 1, counted("after", outcome));
    }

    @Test
    void whatTheHookRefusesIsNotShownAtTheVendorEither() {
        callBack(BEFORE_IN_GROUP, inGroup(ann, WHO, "fine")).body("ErrorCode", is(0));
        Neighbour.reply("/hook", Reply.of(403));
        callBack(BEFORE_IN_GROUP, inGroup(ann, WHO, "rude")).body("ErrorCode", is(1));

        history(bob).body("items", empty());
    }

    @Test
    void whoIsMutedIsNotShownAtTheVendorEither() {
        as(given(), token(ann))
                .contentType("application/json")
                .body(Map.of("seconds", 60))
                .put("/v1/messages/" + chat + "/mutes/" + bob)
                .then()
                .statusCode(204);

        callBack(BEFORE_IN_GROUP, inGroup(bob, WHO, "hello")).body("ErrorCode", is(1));
        callBack(BEFORE_IN_GROUP, inGroup(bob, "{\"cmd\":\"CustomCmdMsg\",\"data\":{}}", "rude"))
                .body("ErrorCode", is(1));
        callBack(BEFORE_IN_GROUP, inGroup(bob, null, null)).body("ErrorCode", is(1));
        callBack(BEFORE_IN_GROUP, inGroup(ann, WHO, "hello")).body("ErrorCode", is(0));
    }

    @Test
    void theAudienceMayWriteAtTheVendor() {
        callBack(BEFORE_IN_GROUP, inGroup("somebody", WHO, "bravo")).body("ErrorCode", is(0));
    }

    @Test
    void anotherGroupOfTheApplicationIsNoneOfOurs() {
        callBack(BEFORE_IN_GROUP, inGroup(ann, WHO, "x".repeat(5000)).put("GroupId", "another"))
                .body("ErrorCode", is(0));
        callBack(BEFORE_IN_GROUP, inGroup(ann, WHO, "a\0b").put("GroupId", "a\0b"))
                .body("ErrorCode", is(0));
        callBack(BEFORE_IN_GROUP, inGroup(ann, WHO, "x".repeat(5000))).body("ErrorCode", is(1));
        callBack(AFTER_IN_GROUP, inGroup(ann, WHO, "x".repeat(5000))).body("ErrorCode", is(1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "null", "[]", "{\"MsgBody\":{}}", "{\"MsgSeq\":\"x\"}", "{\"MsgSeq\":1e99}", "{}", "no json"
            })
    void whatIsNoMessageIsAnsweredSo(String body) {
        signed(AFTER_IN_GROUP, "iOS", body).statusCode(400).body("type", endsWith("unreadable-body"));
    }

    @Test
    void whatIsEmptyIsNoText() {
        String holes = "{\"MsgSeq\":1,\"From_Account\":\"" + ann + "\",\"GroupId\":\"" + room.roomId
                + "\",\"MsgBody\":[null,{},{\"MsgType\":\"TIMTextElem\",\"MsgContent\":null},"
                + "{\"MsgType\":\"TIMTextElem\",\"MsgContent\":{\"Text\":null}}]}";

        signed(AFTER_IN_GROUP, "iOS", holes).statusCode(200).body("ErrorCode", is(0));
        signed("State.StateChange", "iOS", "{\"Info\":{}}").statusCode(200);
    }

    @Test
    void onlyTheVendorIsHeard() {
        String body = inGroup(ann, WHO, "forged").toString();
        String old = Long.toString(Instant.now().getEpochSecond() - 120);
        String early = Long.toString(Instant.now().getEpochSecond() + 120);
        String good = CallbackSignature.of(WithTencent.CALLBACK_TOKEN, now());

        post(AFTER_IN_GROUP, "iOS", now(), CallbackSignature.of("another", now()), body)
                .statusCode(403);
        post(AFTER_IN_GROUP, "iOS", old, CallbackSignature.of(WithTencent.CALLBACK_TOKEN, old), body)
                .statusCode(403);
        post(AFTER_IN_GROUP, "iOS", early, CallbackSignature.of(WithTencent.CALLBACK_TOKEN, early), body)
                .statusCode(403);
        post(AFTER_IN_GROUP, "iOS", "soon", good, body).statusCode(403);
        given().body(body).post("/hooks/tencent-im").then().statusCode(403);
        given().queryParam("SdkAppid", 1)
                .queryParam("RequestTime", now())
                .queryParam("Sign", good)
                .body(body)
                .post("/hooks/tencent-im")
                .then()
                .statusCode(403);
        history(bob).body("items", empty());
    }

    private ObjectNode inGroup(String from, String data, String text) {
        return message(from, data, text).put("GroupId", room.roomId).put("Random", 7);
    }

    private static ObjectNode toOne(String from, String to, String data, String text) {
        return message(from, data, text).put("To_Account", to).put("MsgRandom", 7);
    }

    private static ObjectNode message(String from, String data, String text) {
        ObjectNode message = JsonNodeFactory.instance
                .objectNode()
                .put("From_Account", from)
                .put("MsgSeq", 3)
                .put("MsgTime", 1490686222)
                .put("EventTime", "1670574414123");
        var body = message.putArray("MsgBody");
        if (data != null)
            body.addObject()
                    .put("MsgType", "TIMCustomElem")
                    .putObject("MsgContent")
                    .put("Data", data);
        if (text != null)
            body.addObject()
                    .put("MsgType", "TIMTextElem")
                    .putObject("MsgContent")
                    .put("Text", text);
        return message;
    }

    private double counted(String moment, String outcome) {
        return meters.counter("rtcroom.im.callbacks", "moment", moment, "outcome", outcome)
                .count();
    }

    private static String answer(String call, String result) {
        return "{\"cmd\":\"linkmic\",\"data\":{\"type\":\"response\",\"result\":\"" + result
                + "\",\"message\":\"\",\"roomID\":\"" + call + "\"}}";
    }

    private static String now() {
        return Long.toString(Instant.now().getEpochSecond());
    }

    private static ValidatableResponse callBack(String command, ObjectNode message) {
        return callBack(command, "iOS", message);
    }

    private static ValidatableResponse callBack(String command, String platform, ObjectNode message) {
        return signed(command, platform, message.toString()).statusCode(200);
    }

    private static ValidatableResponse signed(String command, String platform, String body) {
        String now = now();
        return post(command, platform, now, CallbackSignature.of(WithTencent.CALLBACK_TOKEN, now), body);
    }

    /** The vendor does not say that it is JSON. */
    private static ValidatableResponse post(String command, String platform, String time, String sign, String body) {
        return given().queryParam("SdkAppid", ImVendor.SDK_APP_ID)
                .queryParam("CallbackCommand", command)
                .queryParam("contenttype", "json")
                .queryParam("ClientIP", "127.0.0.1")
                .queryParam("OptPlatform", platform)
                .queryParam("RequestTime", time)
                .queryParam("Sign", sign)
                .contentType("text/plain; charset=utf-8")
                .body(body)
                .post("/hooks/tencent-im")
                .then();
    }

    private void say(String from, String text) {
        as(given(), token(from))
                .contentType("application/json")
                .body(Map.of("roomUid", room.uid, "text", text, "clientMsgId", UUID.randomUUID()))
                .post("/v1/messages")
                .then()
                .statusCode(201);
    }

    private ValidatableResponse history(String reader) {
        return as(given(), token(reader))
                .get("/v1/messages?chat=" + chat)
                .then()
                .statusCode(200);
    }
}
