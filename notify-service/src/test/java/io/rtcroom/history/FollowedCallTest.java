package io.rtcroom.history;

import static io.restassured.RestAssured.given;
import static io.rtcroom.fixture.Callers.as;
import static io.rtcroom.fixture.Callers.token;
import static io.rtcroom.fixture.Room.aUser;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.rtcroom.event.Event;
import io.rtcroom.event.EventData;
import io.rtcroom.event.EventData.CallAnswered;
import io.rtcroom.event.EventData.CallCreated;
import io.rtcroom.event.EventData.CallDismissed;
import io.rtcroom.event.EventData.CallEnded;
import io.rtcroom.event.EventData.CallInvited;
import io.rtcroom.event.EventData.CallLeft;
import io.rtcroom.event.EventData.CallRefused;
import io.rtcroom.event.EventData.CallRinging;
import io.rtcroom.fixture.Callers;
import io.rtcroom.fixture.Database;
import io.rtcroom.fixture.Kafka;
import io.rtcroom.stores.Stores;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Whoever calls or is rung follows the call from that event on, until they refuse, leave, or it ends. */
@QuarkusTest
@WithTestResource(Stores.class)
@WithTestResource(Callers.class)
class FollowedCallTest {
    private static final Instant UNTIL = Instant.parse("2026-03-01T08:00:45Z");

    @Inject
    Database database;

    private final String call = UUID.randomUUID().toString();
    private final String ann = aUser("ann");
    private final String bob = aUser("bob");
    private final String cid = aUser("cid");
    private long seq;

    @Test
    void itsPeopleFollowACallAsLongAsTheyAreInIt() {
        String annBefore = next(ann);
        String bobBefore = next(bob);
        String cidBefore = next(cid);

        Kafka.publish(
                ofCall(new CallCreated(ann, null, "")),
                ofCall(new CallRinging(bob, "callee", ann, UNTIL)),
                ofCall(new CallRinging(cid, "callee", ann, UNTIL)),
                ofCall(new CallAnswered(bob, "callee", "8888_bob_1a2b3c4d", true)),
                ofCall(new CallRefused(cid, "declined")),
                ofCall(new CallLeft(bob, "left")),
                ofCall(new CallEnded("hangup", bob)));
        await().untilAsserted(
                        () -> assertEquals(7, database.seqs("call:" + call).size()));

        poll(ann, annBefore).body("items.seq", contains(1, 2, 3, 4, 5, 6, 7));
        poll(bob, bobBefore).body("items.seq", contains(2, 3, 4, 5, 6));
        poll(cid, cidBefore).body("items.seq", contains(3, 4, 5));
    }

    @Test
    void anInviteReachesWhoeverFollowsNothingYet() {
        String before = next(bob);

        Kafka.publish(
                event("user:" + bob, 1, new CallInvited(call, "callee", ann, "Ann", "123", null, UNTIL)),
                event("user:" + bob, 2, new CallDismissed(call, "cancelled")));
        await().untilAsserted(() -> assertEquals(2, database.seqs("user:" + bob).size()));

        poll(bob, before).body("items.type", contains("call.invited", "call.dismissed"));
    }

    private Event ofCall(EventData data) {
        return event("call:" + call, ++seq, data);
    }

    private static Event event(String subject, long number, EventData data) {
        return new Event(UUID.randomUUID(), subject, number, Instant.now(), data);
    }

    private static String next(String user) {
        return poll(user, null).extract().path("next");
    }

    private static ValidatableResponse poll(String user, String after) {
        return as(given(), token(user))
                .get("/v1/events" + (after == null ? "" : "?after=" + after))
                .then()
                .statusCode(200);
    }
}
