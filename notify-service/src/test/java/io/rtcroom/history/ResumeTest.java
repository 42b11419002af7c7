package io.rtcroom.history;

import static io.restassured.RestAssured.given;
import static io.rtcroom.fixture.Callers.as;
import static io.rtcroom.fixture.Callers.token;
import static io.rtcroom.fixture.Room.aUser;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.rtcroom.fixture.Callers;
import io.rtcroom.fixture.Database;
import io.rtcroom.fixture.EventStream;
import io.rtcroom.fixture.Kafka;
import io.rtcroom.fixture.Room;
import io.rtcroom.stores.Stores;
import jakarta.inject.Inject;
import java.io.IOException;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(Stores.class)
@WithTestResource(Callers.class)
class ResumeTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Inject
    Database database;

    @Inject
    HistoryPurge purge;

    private final Room room = new Room();
    private final String ann = aUser("ann");
    private final String bob = aUser("bob");

    @Test
    void withoutACursorTheStreamBeginsWithHowThingsStand() throws IOException {
        Kafka.publish(room.created(), room.joined(ann), room.joined(bob), room.updated(bob));
        awaitStored(4);

        try (var stream = EventStream.open(token(ann))) {
            JsonNode ready = ready(stream);

            assertFalse(ready.path("recovered").asBoolean(true));
            JsonNode subject = ready.path("snapshot").path("subjects").path(0);
            assertEquals(room.subject(), subject.path("subject").asText());
            assertEquals(4, subject.path("seq").asInt());
            assertEquals(room.roomId, subject.path("room").path("roomId").asText());
            assertEquals(ann, subject.path("room").path("creator").asText());
            assertEquals(
                    "another name",
                    subject.path("room")
                            .path("members")
                            .path(1)
                            .path("userName")
                            .asText());
        }
    }

    @Test
    void whoeverHasSeveralDevicesIsNamedOnceAndReadsUntilTheLastHasLeft() throws IOException {
        String first = "8888_x_1a2b3c4d";
        Kafka.publish(room.created(), room.joined(bob), room.joined(ann), room.joinedBy(ann, "second", first));
        awaitStored(4);
        Kafka.publish(room.leftBy(ann, 3, "second"));
        awaitStored(5);

        try (var stream = EventStream.open(token(ann))) {
            JsonNode members = ready(stream)
                    .path("snapshot")
                    .path("subjects")
                    .path(0)
                    .path("room")
                    .path("members");
            assertEquals(2, members.size());
            assertEquals("second", members.path(1).path("streamId").asText());

            Kafka.publish(room.updated(bob), room.leftBy(ann, 4, null), room.updated(bob));
            stream.awaitBriefs("member.updated 6", "member.left 7");
        }
    }

    @Test
    void aCursorGoesOnExactlyAndSaysSo() throws IOException {
        String cursor = aReaderOf(room);
        Kafka.publish(room.updated(ann));
        awaitStored(4);

        try (var stream = EventStream.resume(token(ann), cursor)) {
            assertTrue(ready(stream).path("recovered").asBoolean());
            assertFalse(ready(stream).has("snapshot"));
            stream.awaitBriefs("member.updated 4");
        }
    }

    @Test
    void whatWasPurgedUnreadIsReplacedByASnapshot() throws IOException {
        String cursor = aReaderOf(room);
        Kafka.publish(room.left(bob), room.updated(ann));
        awaitStored(5);

        forgetAll();

        try (var stream = EventStream.resume(token(ann), cursor)) {
            assertFalse(ready(stream).path("recovered").asBoolean(true));
            JsonNode subject = ready(stream).path("snapshot").path("subjects").path(0);
            assertEquals(5, subject.path("seq").asInt());
            assertEquals(1, subject.path("room").path("members").size());
            Kafka.publish(room.joined(bob));
            stream.awaitBriefs("member.joined 6");
        }
    }

    @Test
    void whatWasReadBeforeThePurgeIsNotMissed() throws IOException {
        String cursor = aReaderOf(room);

        forgetAll();
        Kafka.publish(room.updated(ann));
        await().untilAsserted(() -> assertEquals(java.util.List.of(4L), database.seqs(room.subject())));

        try (var stream = EventStream.resume(token(ann), cursor)) {
            assertTrue(ready(stream).path("recovered").asBoolean());
            stream.awaitBriefs("member.updated 4");
        }
    }

    @Test
    void aStayThatCameAndWentUnreadIsNoticed() {
        String cursor = poll(ann, "").extract().path("next");
        Kafka.publish(room.created(), room.joined(ann), room.leftLast(ann), room.ended());
        awaitStored(4);

        forgetAll();

        poll(ann, "?after=" + cursor)
                .body("recovered", is(false))
                .body("items", empty())
                .body("snapshot.subjects.subject", contains("user:" + ann));
    }

    @Test
    void aPollSaysTheSameAsAStream() {
        var first = poll(ann, "").body("recovered", is(false)).body("snapshot.subjects", hasSize(1));
        String cursor = first.extract().path("next");
        Kafka.publish(room.created(), room.joined(ann));
        awaitStored(2);

        var second = poll(ann, "?after=" + cursor);

        second.body("recovered", is(true)).body("snapshot", nullValue()).body("items.seq", contains(2));
    }

    @Test
    void aFollowIsKeptUntilItsLastEventMayGo() {
        String cursor = poll(ann, "").extract().path("next");
        Kafka.publish(room.created(), room.joined(ann), room.leftLast(ann), room.ended());
        awaitStored(4);
        database.query(
                "update follower set closed_at = closed_at - interval '8 days' where subject = $1", room.subject());

        purge.purge().await().indefinitely();

        poll(ann, "?after=" + cursor).body("recovered", is(true)).body("items.seq", contains(2, 3));
    }

    @Test
    void anAuditFromBeforeThePurgeIsToldSo() {
        aReaderOf(room);
        forgetAll();
        Kafka.publish(room.updated(ann), room.updated(ann));
        await().untilAsserted(
                        () -> assertEquals(2, database.seqs(room.subject()).size()));

        audit("&after=0")
                .body("recovered", is(false))
                .body("items", empty())
                .body("snapshot.subjects[0].seq", is(5))
                .body("snapshot.subjects[0].room.members", hasSize(2));
        audit("&after=3").body("recovered", is(true)).body("items.seq", contains(4, 5));
        audit("&after=5").body("recovered", is(true)).body("items", empty());
    }

    private ValidatableResponse audit(String query) {
        return as(given(), Callers.EVENTS_KEY)
                .get("/v1/events?subject=" + room.subject() + query)
                .then()
                .statusCode(200);
    }

    private static ValidatableResponse poll(String user, String query) {
        return as(given(), token(user)).get("/v1/events" + query).then().statusCode(200);
    }

    private static JsonNode ready(EventStream stream) throws IOException {
        return JSON.readTree(stream.frames.get(0).data());
    }

    /** The cursor of one who has read that Ann and Bob are in the room. */
    private String aReaderOf(Room room) {
        Kafka.publish(room.created(), room.joined(ann), room.joined(bob));
        awaitStored(3);
        return poll(ann, "").extract().path("next");
    }

    /** All events so far become older than they may, and are purged. */
    private void forgetAll() {
        database.query("update event set stored_at = stored_at - interval '8 days'");
        database.query(
                "update follower set closed_at = closed_at - interval '8 days' where subject = $1", room.subject());
        purge.purge().await().indefinitely();
        assertEquals(0, database.seqs(room.subject()).size());
    }

    private void awaitStored(int seq) {
        await().untilAsserted(
                        () -> assertEquals(seq, database.seqs(room.subject()).size()));
    }
}
