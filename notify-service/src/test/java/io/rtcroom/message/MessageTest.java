package io.rtcroom.message;

import static io.restassured.RestAssured.given;
import static io.rtcroom.fixture.Callers.as;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.rtcroom.event.EventJson;
import io.rtcroom.event.Topics;
import io.rtcroom.fixture.Callers;
import io.rtcroom.fixture.Database;
import io.rtcroom.fixture.EventStream;
import io.rtcroom.fixture.Kafka;
import io.rtcroom.fixture.Neighbour;
import io.rtcroom.fixture.Neighbour.Reply;
import io.rtcroom.fixture.Room;
import io.rtcroom.stores.Stores;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@WithTestResource(Stores.class)
@WithTestResource(Callers.class)
@WithTestResource(Neighbour.class)
class MessageTest {
    private static final String HARMFUL = "}} \" \\ \u2028 {\"cmd\":\"x\"} '); drop table event; --";

    @Inject
    Database database;

    private final Room room = new Room();
    private final String chat = "chat:" + room.uid;
    private final ChatClient ann = ChatClient.aUser("ann");
    private final ChatClient bob = ChatClient.aUser("bob");
    private final ChatClient eve = ChatClient.aUser("eve");

    @BeforeEach
    void theHookLetsEverythingPass() {
        Neighbour.reply("/hook", Reply.of(204));
    }

    @Test
    void aMessageReachesEveryMemberAsTheSameDocument() {
        aStoredRoomOf(ann, bob);
        try (var toAnn = EventStream.open(ann.token());
                var toBob = EventStream.open(bob.token());
                var toEve = EventStream.open(eve.token())) {

            var first = ann.say(room.uid, "hello").statusCode(201);
            var second = bob.say(room.uid, HARMFUL).statusCode(201);

            first.body("subject", is(chat)).body("seq", is(1)).body("data.from", is(ann.userId()));
            for (EventStream stream : List.of(toAnn, toBob)) {
                stream.awaitBriefs("message.sent 1", "message.sent 2");
                assertEquals(text(first), stream.events().get(0).data());
                assertEquals(text(second), stream.events().get(1).data());
            }
            assertEquals(0, toEve.events().size());
            second.body("data.text", is(HARMFUL)).body("data.readers", contains(ann.userId(), bob.userId()));
        }
    }

    @Test
    void aMessageBetweenTwoIsForThemAlone() {
        var sent = bob.tell(ann, "psst").statusCode(201);

        sent.body("subject", is("chat:" + ann.userId() + ":" + bob.userId())).body("seq", is(1));
        String between = sent.extract().path("subject");
        ann.history(between, "").body("items.data.text", contains("psst"));
        eve.history(between, "").body("items", empty());
        ann.tell(bob, "what?").statusCode(201).body("seq", is(2));
    }

    @Test
    void aStrangerMayNotWrite() {
        aStoredRoomOf(ann);
        roomServiceKnows(ann);

        eve.say(room.uid, "hello").statusCode(404).body("type", endsWith("not-a-member"));

        ann.history(chat, "").body("items", empty());
    }

    @Test
    void aSenderWhoseJoinHasNotComeIsAskedForOnce() {
        roomServiceKnows(ann, bob);

        ann.say(room.uid, "early").statusCode(201).body("data.readers", contains(ann.userId(), bob.userId()));

        assertEquals(1, Neighbour.asked(path()).size());
        assertEquals(
                Callers.INTERNAL_KEY, Neighbour.asked(path()).get(0).headers().get("x-rtcroom-internal-key"));
        bob.history(chat, "").body("items.data.text", contains("early"));
    }

    @Test
    void aSenderOfWhomNobodyKnowsIsRefused() {
        ann.say(room.uid, "hello").statusCode(404).body("type", endsWith("no-such-room"));

        Neighbour.reply(path(), Reply.of(500));
        ann.say(room.uid, "hello").statusCode(503).header("Retry-After", "2");
        Neighbour.reply(path(), Reply.of(200).after(Duration.ofSeconds(3)));
        ann.say(room.uid, "hello").statusCode(503);
    }

    @Test
    void whoHasLeftReadsNoFurther() {
        aStoredRoomOf(ann, bob);
        ann.say(room.uid, "one").statusCode(201);
        Kafka.publish(room.left(bob.userId()));
        awaitStored(4);

        try (var stream = EventStream.open(bob.token())) {
            ann.say(room.uid, "two").statusCode(201);
            Kafka.publish(room.joined(bob.userId()));
            awaitStored(5);
            ann.say(room.uid, "three").statusCode(201);

            stream.awaitBriefs("member.joined 5", "message.sent 3");
        }
        bob.history(chat, "").body("items.data.text", contains("three", "one"));
        ann.history(chat, "").body("items.data.text", contains("three", "two", "one"));
    }

    @Test
    void aReaderWhoWasAwayResumesWithTheMessages() {
        aStoredRoomOf(ann, bob);
        String cursor;
        try (var stream = EventStream.open(bob.token())) {
            cursor = stream.cursor();
        }

        for (int i = 1; i <= 8; i++) ann.say(room.uid, "n" + i).statusCode(201);
        ann.tell(bob, "direct").statusCode(201);

        try (var stream = EventStream.resume(bob.token(), cursor)) {
            await().untilAsserted(() -> assertEquals(9, stream.events().size()));
            assertEquals("message.sent 8", stream.briefs().get(7));
            String after = stream.cursor();
            as(given(), bob.token())
                    .get("/v1/events?after=" + after)
                    .then()
                    .body("items", empty())
                    .body("recovered", is(true));
        }
    }

    @Test
    void theSameMessageSentManyTimesAtOnceIsOne() {
        aStoredRoomOf(ann, bob);
        Map<String, Object> message = Map.of("roomUid", room.uid, "text", "once", "clientMsgId", UUID.randomUUID());

        List<ValidatableResponse> answers = inParallel(8, i -> ann.send(message));

        assertEquals(1, answers.stream().filter(each -> status(each) == 201).count());
        assertEquals(7, answers.stream().filter(each -> status(each) == 200).count());
        assertEquals(1, answers.stream().map(MessageTest::text).distinct().count());
        ann.history(chat, "").body("items", hasSize(1));
    }

    @Test
    void anIdIsOfOneChat() {
        aStoredRoomOf(ann, bob);
        UUID id = UUID.randomUUID();
        ann.send(Map.of("roomUid", room.uid, "text", "here", "clientMsgId", id)).statusCode(201);

        ann.send(Map.of("to", bob.userId(), "text", "there", "clientMsgId", id))
                .statusCode(422)
                .body("field", is("clientMsgId"));
    }

    @Test
    void manyWritersAtOnceTakeEveryNumberOnce() {
        List<ChatClient> writers =
                IntStream.range(0, 6).mapToObj(i -> ChatClient.aUser("w" + i)).toList();
        aStoredRoomOf(writers.toArray(ChatClient[]::new));

        inParallel(30, i -> writers.get(i % 6).say(room.uid, "n" + i).statusCode(201));

        assertEquals(LongStream.rangeClosed(1, 30).boxed().toList(), database.seqs(chat));
        await().untilAsserted(() -> assertEquals(
                LongStream.rangeClosed(1, 30).boxed().toList(),
                Kafka.read(Topics.MESSAGE_EVENTS, chat).stream()
                        .map(entry -> EventJson.read(new String(entry.value(), StandardCharsets.UTF_8))
                                .seq())
                        .toList()));
        assertEquals(0, database.count("select count(*) from outbox where key = $1", chat));
    }

    @Test
    void aUserWhoWritesTooFastIsHeldBack() {
        aStoredRoomOf(ann, bob);

        List<Integer> answers = inParallel(40, i -> ann.say(room.uid, "n" + i)).stream()
                .map(MessageTest::status)
                .toList();

        long passed = answers.stream().filter(status -> status == 201).count();
        assertThat(passed, allOf(greaterThan(5L), lessThan(31L)));
        assertEquals(
                40 - passed, answers.stream().filter(status -> status == 429).count());
        assertEquals(passed, database.seqs(chat).size());
        bob.say(room.uid, "mine").statusCode(201);
    }

    @Test
    void aHistoryIsReadInPages() {
        aStoredRoomOf(ann, bob);
        for (int i = 1; i <= 5; i++) ann.say(room.uid, "n" + i).statusCode(201);

        var first = bob.history(chat, "&limit=3")
                .body("items.seq", contains(5, 4, 3))
                .body("next", is(3));

        bob.history(chat, "&limit=3&before=" + first.extract().path("next"))
                .body("items.seq", contains(2, 1))
                .body("next", nullValue());
    }

    @Test
    void aRecalledTextIsGoneAndEveryReaderIsTold() {
        aStoredRoomOf(ann, bob);
        try (var stream = EventStream.open(bob.token())) {
            bob.say(room.uid, "hello").statusCode(201);
            bob.say(room.uid, "regretted").statusCode(201);

            bob.recall(chat, 2).statusCode(204);

            stream.awaitBriefs("message.sent 1", "message.sent 2", "message.recalled 3");
        }
        bob.history(chat, "").body("items.data.text", contains(nullValue(), nullValue(), is("hello")));
        assertEquals(
                0, database.count("select count(*) from event where subject = $1 and payload like '%regret%'", chat));
        bob.recall(chat, 2).statusCode(404);
    }

    @Test
    void aRecallIsForTheSenderForAWhileAndForThoseInCharge() {
        aStoredRoomOf(ann, bob);
        bob.say(room.uid, "one").statusCode(201);
        bob.say(room.uid, "two").statusCode(201);
        ann.say(room.uid, "three").statusCode(201);
        database.query("update message set sent_at = sent_at - interval '1 hour' where chat = $1", chat);

        bob.recall(chat, 3).statusCode(403);
        bob.recall(chat, 1).statusCode(409).body("type", endsWith("too-late"));
        ann.recall(chat, 1).statusCode(204);
        as(given(), Callers.ROOMS_KEY)
                .delete("/v1/messages/" + chat + "/2")
                .then()
                .statusCode(204);

        assertEquals(LongStream.rangeClosed(1, 5).boxed().toList(), database.seqs(chat));
    }

    @Test
    void whoIsMutedMayNotWriteUntilTheTimeIsOver() {
        aStoredRoomOf(ann, bob);

        bob.mute(chat, ann, 60).statusCode(403);
        ann.mute(chat, bob, 60).statusCode(204);
        bob.say(room.uid, "hm").statusCode(403).body("type", endsWith("muted"));
        ann.unmute(chat, bob).statusCode(204);
        bob.say(room.uid, "at last").statusCode(201).body("seq", is(3));
        ann.mute(chat, bob, 60).statusCode(204);
        database.query("update mute set until = until - interval '1 hour' where chat = $1", chat);
        bob.say(room.uid, "again").statusCode(201);

        bob.history(chat, "")
                .body(
                        "items.type",
                        contains("message.sent", "member.muted", "message.sent", "member.unmuted", "member.muted"));
    }

    @Test
    void aCreatorWhoseRoomHasNotComeMayMuteAllTheSame() {
        roomServiceKnows(ann, bob);

        bob.mute(chat, ann, 60).statusCode(403);
        ann.mute(chat, bob, 60).statusCode(204);

        bob.say(room.uid, "hm").statusCode(403).body("type", endsWith("muted"));
    }

    @Test
    void aCreatorWhoseJoinHasNotComeMayMuteAllTheSame() {
        Kafka.publish(room.created());
        awaitStored(1);
        roomServiceKnows(ann, bob);

        bob.mute(chat, ann, 60).statusCode(403);
        ann.mute(chat, bob, 60).statusCode(204);

        bob.history(chat, "").body("items.type", contains("member.muted"));
    }

    @Test
    void theHookMayRefuseAndItsSilenceRefusesToo() {
        aStoredRoomOf(ann, bob);
        Neighbour.reply("/hook", Reply.of(403));
        ann.say(room.uid, "bad").statusCode(403).body("type", endsWith("message-refused"));
        Neighbour.reply("/hook", Reply.of(500));
        ann.say(room.uid, "bad").statusCode(503);
        Neighbour.reply("/hook", Reply.of(204).after(Duration.ofSeconds(3)));
        ann.say(room.uid, "bad").statusCode(503);

        Neighbour.reply("/hook", Reply.of(200));
        ann.say(room.uid, "good").statusCode(201).body("seq", is(1));
    }

    @Test
    void aRoomThatHasEndedTakesNoMessage() {
        aStoredRoomOf(ann, bob);
        ann.say(room.uid, "bye").statusCode(201);
        Kafka.publish(room.left(bob.userId()), room.leftLast(ann.userId()), room.ended());
        awaitStored(6);

        assertEquals(
                1, database.count("select count(*) from subject where subject = $1 and ended_at is not null", chat));
        ann.say(room.uid, "anybody?").statusCode(404).body("type", endsWith("no-such-room"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "{};text",
                "{\"text\":\"a\",\"clientMsgId\":\"1\"};to",
                "{\"to\":\"bob\",\"roomUid\":\"0199d6c5-1f00-7d22-9a3b-5c7d9e1f3a5b\",\"text\":\"a\",\"clientMsgId\":\"1\"};to",
                "{\"to\":\"no/body\",\"text\":\"a\",\"clientMsgId\":\"1\"};to",
                "{\"to\":\"bob\",\"text\":\" \",\"clientMsgId\":\"1\"};text",
                "{\"to\":\"bob\",\"text\":\"a\\u0000b\",\"clientMsgId\":\"1\"};text",
                "{\"to\":\"bob\",\"text\":\"a\",\"clientMsgId\":\"a b\"};clientMsgId",
                "{\"to\":\"bob\",\"text\":\"a\",\"clientMsgId\":\"\"};clientMsgId",
                "{\"roomUid\":\"x\",\"text\":\"a\",\"clientMsgId\":\"1\"};roomUid",
            })
    void badInputIsNamed(String body, String field) {
        as(given(), ann.token())
                .contentType("application/json")
                .body(body)
                .post("/v1/messages")
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body(body.equals("{}") ? "status" : "field", body.equals("{}") ? is(400) : is(field));
    }

    @Test
    void aTextHasALimitInBytes() {
        ann.tell(bob, "é".repeat(2048)).statusCode(201);

        ann.tell(bob, "é".repeat(2048) + "x")
                .statusCode(400)
                .body("field", is("text"))
                .body("detail", endsWith("4096 bytes of UTF-8"));
    }

    @ParameterizedTest
    @CsvSource({
        "GET,?chat=room:x,chat",
        "GET,?chat=chat:b:a,chat",
        "GET,?chat=chat:a:b&limit=0,limit",
        "GET,?chat=chat:a:b&before=0,before",
        "DELETE,/chat:a:b/0,seq",
    })
    void aBadQueryIsNamed(String method, String path, String field) {
        as(given(), ann.token())
                .request(method, "/v1/messages" + path)
                .then()
                .statusCode(400)
                .body("field", is(field));
    }

    @Test
    void onlyUsersWrite() {
        given().contentType("application/json")
                .body("{}")
                .post("/v1/messages")
                .then()
                .statusCode(401);
        as(given(), Callers.EVENTS_KEY)
                .contentType("application/json")
                .body("{}")
                .post("/v1/messages")
                .then()
                .statusCode(403);
        assertThat(ann.userId(), is(not(bob.userId())));
    }

    private String path() {
        return "/internal/rooms/" + room.uid;
    }

    private void roomServiceKnows(ChatClient... members) {
        String list = String.join(
                ",",
                java.util.Arrays.stream(members)
                        .map(each -> "{\"userId\":\"" + each.userId() + "\",\"userName\":\"N\",\"userAvatar\":\"\"}")
                        .toList());
        Neighbour.reply(
                path(),
                Reply.of(200)
                        .body("{\"family\":\"multi\",\"roomId\":\"" + room.roomId + "\",\"creator\":\""
                                + members[0].userId() + "\",\"members\":[" + list + "]}"));
    }

    private void aStoredRoomOf(ChatClient... members) {
        Kafka.publish(room.created());
        for (ChatClient member : members) Kafka.publish(room.joined(member.userId()));
        awaitStored(1 + members.length);
    }

    private void awaitStored(int seq) {
        await().untilAsserted(
                        () -> assertEquals(seq, database.seqs(room.subject()).size()));
    }

    private static <T> List<T> inParallel(int count, IntFunction<T> task) {
        try (var threads = Executors.newFixedThreadPool(count)) {
            var futures = IntStream.range(0, count)
                    .mapToObj(i -> CompletableFuture.supplyAsync(() -> task.apply(i), threads))
                    .toList();
            return futures.stream().map(CompletableFuture::join).toList();
        }
    }

    private static int status(ValidatableResponse answer) {
        return answer.extract().statusCode();
    }

    private static String text(ValidatableResponse answer) {
        return answer.extract().asString();
    }
}
