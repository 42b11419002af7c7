package io.rtcroom.im;

import static io.restassured.RestAssured.given;
import static io.rtcroom.fixture.ImVendor.CREATE;
import static io.rtcroom.fixture.ImVendor.DESTROY;
import static io.rtcroom.fixture.ImVendor.NOTIFY;
import static io.rtcroom.fixture.Room.aUser;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.rtcroom.credential.UserSigVerifier;
import io.rtcroom.credential.UserSigVerifier.Verdict;
import io.rtcroom.fixture.Callers;
import io.rtcroom.fixture.Database;
import io.rtcroom.fixture.ImVendor;
import io.rtcroom.fixture.Kafka;
import io.rtcroom.fixture.Room;
import io.rtcroom.stores.Stores;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(WithTencent.class)
@WithTestResource(Stores.class)
@WithTestResource(Callers.class)
@WithTestResource(ImVendor.class)
class ImGroupTest {
    private static final Duration LONG = Duration.ofSeconds(20);

    @Inject
    Database database;

    private final Room room = new Room();
    private final String group = room.roomId;
    private final String ann = aUser("ann");

    @Test
    void theCallsAreThoseOfTheOriginals() {
        ensure(room).statusCode(200).body("state", is("ready"));
        Kafka.publish(room.created(), room.joinedByCreating(ann), room.updated(ann), room.leftLast(ann), room.ended());
        awaitCommands(CREATE, NOTIFY, DESTROY);

        assertEquals(
                List.of(
                        "{\"Owner_Account\":\"admin\",\"Type\":\"AVChatRoom\",\"GroupId\":\"" + group
                                + "\",\"Name\":\"group_name\"}",
                        "{\"GroupId\":\"" + group
                                + "\",\"Content\":\"{\\\"cmd\\\":\\\"notifyPusherChange\\\",\\\"data\\\":\\\"\\\"}\"}",
                        "{\"GroupId\":\"" + group + "\"}"),
                ImVendor.calls(group).stream().map(ImVendor.Call::body).toList());
        ImVendor.calls(group).forEach(call -> assertEquals("application/json", call.contentType()));
    }

    @Test
    void theQueryCarriesTheAdministratorsSignature() {
        ensure(room);
        Kafka.publish(room.created(), room.joined(ann));
        awaitCommands(CREATE, NOTIFY);

        var first = ImVendor.calls(group).get(0).query();
        var second = ImVendor.calls(group).get(1).query();

        assertEquals(Long.toString(ImVendor.SDK_APP_ID), first.get("sdkappid"));
        assertEquals("admin", first.get("identifier"));
        assertEquals("json", first.get("contenttype"));
        assertTrue(Long.parseUnsignedLong(first.get("random")) < 1L << 32);
        assertNotEquals(first.get("random"), second.get("random"));
        assertEquals(first.get("usersig"), second.get("usersig"));
        var verifier = new UserSigVerifier(ImVendor.SDK_APP_ID, Optional.of(ImVendor.SECRET_KEY), Optional.empty());
        assertEquals(Verdict.VALID, verifier.verify(first.get("usersig"), "admin", Instant.now()));
    }

    @Test
    void aGroupIsMadeOnceHoweverOftenItIsAskedFor() {
        ensure(room).body("state", is("ready"));
        ensure(room).body("state", is("ready"));
        Kafka.publish(room.created(), room.joined(ann));

        awaitCommands(CREATE, NOTIFY);
    }

    @Test
    void theEventAloneMakesTheGroupToo() {
        Kafka.publish(room.created());

        await().atMost(LONG).until(() -> ImVendor.exists(group));
        ensure(room).statusCode(200).body("state", is("ready"));
    }

    @Test
    void aGroupThatIsOursAlreadyIsReady() {
        ImVendor.answerWith(CREATE, group, 10025);

        ensure(room).statusCode(200).body("state", is("ready"));
    }

    @Test
    void aGroupThatIsSomebodyElsesIsGivenUp() {
        ImVendor.answerWith(CREATE, group, 10021);

        ensure(room).statusCode(202).body("state", is("pending"));

        assertEquals(List.of(CREATE), ImVendor.commands(group));
        assertEquals(
                1, database.count("select count(*) from im_task where group_id = $1 and dead_at is not null", group));
    }

    @Test
    void aRoomThatHasEndedGetsNoGroupBack() {
        Kafka.publish(room.created(), room.ended());
        awaitNoTasks(room);
        int calls = ImVendor.calls(group).size();

        ensure(room).statusCode(200);

        assertEquals(calls, ImVendor.calls(group).size());
        assertFalse(ImVendor.exists(group));
    }

    @Test
    void aSlowVendorIsNotWaitedForLong() {
        ImVendor.delay(CREATE, group, Duration.ofMillis(1_800));

        ensure(room).statusCode(202).body("state", is("pending")).time(lessThan(1_500L));

        await().atMost(LONG).untilAsserted(() -> ensure(room).statusCode(200));
        assertTrue(ImVendor.exists(group));
    }

    @Test
    void anotherFamilysRoomOfTheNameKeepsTheGroup() {
        Room other = new Room(group);
        Kafka.publish(room.created(), other.created(), room.ended());
        awaitNoTasks(room, other);

        assertTrue(ImVendor.exists(group));
        Kafka.publish(other.ended());

        await().atMost(LONG).until(() -> !ImVendor.exists(group));
    }

    @Test
    void aNewLifeDuringTheOldOnesDestroyHasItsGroup() {
        Kafka.publish(room.created());
        await().atMost(LONG).until(() -> ImVendor.exists(group));
        ImVendor.delay(DESTROY, group, Duration.ofMillis(600));
        Kafka.publish(room.ended());
        await().atMost(LONG).until(() -> ImVendor.commands(group).contains(DESTROY));

        Room next = new Room(group);
        ensure(next);
        Kafka.publish(next.created());

        awaitNoTasks(room, next);
        assertTrue(ImVendor.exists(group));
        assertFalse(ImVendor.hasOverlapped(group));
    }

    @Test
    void aDestroyWithoutAnAnswerIsConfirmedLater() {
        Kafka.publish(room.created());
        await().atMost(LONG).until(() -> ImVendor.exists(group));
        ImVendor.delay(DESTROY, group, Duration.ofMillis(2_500));
        Kafka.publish(room.ended());
        await().atMost(LONG).until(() -> ImVendor.commands(group).contains(DESTROY));
        Room next = new Room(group);
        ensure(next);

        await().atMost(LONG)
                .untilAsserted(() -> assertEquals(
                        1,
                        database.count(
                                "select count(*) from im_task where group_id = $1 and kind = 'confirm'", group)));
        await().atMost(LONG).untilAsserted(() -> ensure(next).statusCode(200));
        await().atMost(LONG).until(() -> ImVendor.hasTakenEffectLate(DESTROY, group));
        ImVendor.forget(group);
        database.query("update im_task set due_at = now() where group_id = $1", group);

        await().atMost(LONG).until(() -> ImVendor.exists(group));
    }

    @Test
    void manyLivesAtOnceLeaveTheGroupOfTheLiving() {
        List<Room> ending =
                IntStream.range(0, 12).mapToObj(i -> new Room(group)).toList();
        Room living = new Room(group);

        var asked = ending.stream()
                .map(each -> CompletableFuture.runAsync(() -> {
                    ensure(each);
                    Kafka.publish(each.created(), each.ended());
                }))
                .toArray(CompletableFuture[]::new);
        ensure(living);
        CompletableFuture.allOf(asked).join();
        Kafka.publish(living.created());

        ending.forEach(each -> awaitNoTasks(each));
        awaitNoTasks(living);
        assertTrue(ImVendor.exists(group));
        Kafka.publish(living.ended());
        awaitNoTasks(living);
        assertFalse(ImVendor.exists(group));
        assertFalse(ImVendor.hasOverlapped(group));
    }

    @Test
    void aRoomIdOfTheOriginalsAlphabetIsNotEscaped() {
        Room odd = new Room("a'(b)!*ž" + group);

        ensure(odd).body("state", is("ready"));

        assertTrue(ImVendor.exists(odd.roomId));
    }

    @Test
    void badInputIsNamed() {
        Callers.asService(given())
                .contentType(ContentType.JSON)
                .body("{\"roomUid\":\"\"}")
                .put("/internal/im-groups/{id}", group)
                .then()
                .statusCode(400)
                .body("field", is("roomUid"));
        Callers.asService(given())
                .contentType(ContentType.JSON)
                .put("/internal/im-groups/{id}", group)
                .then()
                .statusCode(400);
    }

    private static ValidatableResponse ensure(Room room) {
        return Callers.asService(given())
                .contentType(ContentType.JSON)
                .body("{\"roomUid\":\"" + room.uid + "\"}")
                .put("/internal/im-groups/{id}", room.roomId)
                .then();
    }

    private void awaitCommands(String... commands) {
        await().atMost(LONG).untilAsserted(() -> assertEquals(List.of(commands), ImVendor.commands(group)));
    }

    /** All that the rooms told has arrived, and what it asks for is done. */
    private void awaitNoTasks(Room... rooms) {
        for (Room each : rooms)
            await().atMost(LONG)
                    .untilAsserted(() -> assertEquals(
                            each.seq(),
                            database.count("select count(*) from event where subject = $1", each.subject())));
        await().atMost(LONG)
                .untilAsserted(() -> assertEquals(
                        0,
                        database.count(
                                "select count(*) from im_task where group_id = $1 and kind <> 'confirm'", group)));
    }
}
