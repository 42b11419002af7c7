package io.rtcroom.stream;

import static io.restassured.RestAssured.given;
import static io.rtcroom.fixture.Callers.as;
import static io.rtcroom.fixture.Callers.token;
import static io.rtcroom.fixture.Room.aUser;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.rtcroom.event.Event;
import io.rtcroom.event.EventJson;
import io.rtcroom.fixture.Callers;
import io.rtcroom.fixture.Database;
import io.rtcroom.fixture.Kafka;
import io.rtcroom.fixture.Room;
import io.rtcroom.stores.Stores;
import jakarta.inject.Inject;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@WithTestResource(Stores.class)
@WithTestResource(Callers.class)
class PollTest {
    @Inject
    Database database;

    private final Room room = new Room();
    private final String ann = aUser("ann");

    @Test
    void theFirstPollAnswersOnlyWhereNowIs() {
        aStoredRoomWith(ann);

        poll(ann, "").body("items", empty());
    }

    @Test
    void everythingAfterTheCursorIsAnsweredOnce() {
        String now = next(poll(ann, ""));
        Event joined;
        Kafka.publish(room.created(), joined = room.joined(ann), room.left(ann), room.ended());
        awaitStored(4);

        var answer = poll(ann, "?after=" + now).body("items.seq", contains(2, 3));

        answer.body("items[0].id", is(joined.id().toString()));
        poll(ann, "?after=" + next(answer)).body("items", empty());
    }

    @Test
    void theDocumentsAreTheStoredOnes() {
        String now = next(poll(ann, ""));
        Event joined;
        Kafka.publish(room.created(), joined = room.joined(ann));
        awaitStored(2);

        String body = poll(ann, "?after=" + now).extract().asString();

        assertEquals("{\"items\":[" + EventJson.write(joined) + "]", body.substring(0, body.lastIndexOf(",\"next\"")));
    }

    @Test
    void aLimitCutsTheAnswerAndTheNextContinues() {
        String now = next(poll(ann, ""));
        Kafka.publish(room.created(), room.joined(ann));
        for (int i = 0; i < 250; i++) Kafka.publish(room.updated(ann));
        awaitStored(252);

        var first = poll(ann, "?limit=240&after=" + now).body("items", hasSize(240));
        var second = poll(ann, "?limit=500&after=" + next(first)).body("items", hasSize(11));

        second.body("items[0].seq", is(242));
        second.body("items[10].seq", is(252));
    }

    @Test
    void aWaitingPollIsAnsweredByWhatHappens() {
        aStoredRoomWith(ann);
        String now = next(poll(ann, ""));
        var answer = CompletableFuture.supplyAsync(() -> poll(ann, "?wait=20&after=" + now));

        await().during(java.time.Duration.ofMillis(300)).until(() -> !answer.isDone());
        Kafka.publish(room.updated(ann));

        answer.join().body("items.seq", contains(3)).time(lessThan(5_000L));
    }

    @Test
    void aPollThatWaitedInVainAnswersWithNothing() {
        poll(ann, "?wait=1").body("items", empty()).time(greaterThan(900L));
    }

    @Test
    void lastEventIdIsAcceptedUnderBothNames() {
        String now = next(poll(ann, ""));
        Kafka.publish(room.created(), room.joined(ann));
        awaitStored(2);

        poll(ann, "?lastEventId=" + now).body("items", hasSize(1));
        as(given(), token(ann))
                .header("Last-Event-ID", now)
                .get("/v1/events?after=ignored")
                .then()
                .statusCode(200)
                .body("items", hasSize(1));
    }

    @Test
    void withoutAnAcceptHeaderTheAnswerIsJson() {
        as(given(), token(ann)).accept("*/*").get("/v1/events").then().contentType(ContentType.JSON);
        as(given(), token(ann))
                .accept("text/html, */*;q=0.8")
                .get("/v1/events")
                .then()
                .contentType(ContentType.JSON);
    }

    @Test
    void anApiKeyReadsOneSubject() {
        aStoredRoomWith(ann);
        String subject = "?subject=" + room.subject();

        var all = as(given(), Callers.EVENTS_KEY)
                .get("/v1/events" + subject + "&after=0")
                .then();
        all.statusCode(200).body("items.seq", contains(1, 2));
        Kafka.publish(room.left(ann));
        awaitStored(3);

        as(given(), Callers.EVENTS_KEY)
                .get("/v1/events" + subject + "&after=" + next(all))
                .then()
                .body("items.seq", contains(3));
        as(given(), Callers.EVENTS_KEY)
                .get("/v1/events" + subject + "&after=2")
                .then()
                .body("items.seq", contains(3));
        as(given(), Callers.EVENTS_KEY).get("/v1/events" + subject).then().body("items", empty());
    }

    @Test
    void aForeignRoomInTheCursorOpensNothing() {
        aStoredRoomWith(ann);
        String forged = new Cursor(java.util.Map.of(room.subject(), 0L), java.util.Set.of(), 0, 0).text();

        poll(aUser("eve"), "?after=" + forged).body("items", empty());
    }

    @ParameterizedTest
    @CsvSource({
        "after=garbage,after,invalid-cursor",
        "after=e30K!,after,invalid-cursor",
        "after=0,after,invalid-cursor",
        "wait=31,wait,invalid-request",
        "wait=-1,wait,invalid-request",
        "wait=soon,wait,invalid-request",
        "limit=0,limit,invalid-request",
        "limit=501,limit,invalid-request",
        "limit=99999999999,limit,invalid-request",
    })
    void badInputIsNamed(String query, String field, String type) {
        as(given(), token(ann))
                .get("/v1/events?" + query)
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("field", is(field))
                .body("type", endsWith(type));
    }

    @Test
    void badInputIsNamedToStreamsToo() {
        as(given(), token(ann))
                .accept("text/event-stream")
                .header("Last-Event-ID", "garbage")
                .get("/v1/events")
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("type", endsWith("invalid-cursor"));
    }

    @Test
    void anApiKeyMustNameASubject() {
        as(given(), Callers.EVENTS_KEY).get("/v1/events").then().statusCode(400).body("field", is("subject"));
        as(given(), Callers.EVENTS_KEY)
                .get("/v1/events?subject=everything")
                .then()
                .statusCode(400)
                .body("field", is("subject"));
    }

    private static ValidatableResponse poll(String user, String query) {
        return as(given(), token(user)).get("/v1/events" + query).then().statusCode(200);
    }

    private static String next(ValidatableResponse answer) {
        return answer.extract().path("next");
    }

    private void aStoredRoomWith(String user) {
        Kafka.publish(room.created(), room.joined(user));
        awaitStored(2);
    }

    private void awaitStored(int seq) {
        await().untilAsserted(
                        () -> assertEquals(seq, database.seqs(room.subject()).size()));
    }
}
