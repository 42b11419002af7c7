package io.rtcroom.compat;

import static io.rtcroom.Fixtures.PATIENCE;
import static io.rtcroom.Fixtures.random;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import io.rtcroom.Neighbours;
import io.rtcroom.compat.OldClient.Answer;
import io.rtcroom.credential.BearerAuthentication;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A call as an old client lives it: the room that bears the call's id (protocol.md §7.2, §7.6). */
@QuarkusTest
@WithTestResource(Neighbours.class)
class CallRoomTest {
    private OldClient ann;
    private OldClient bob;
    private String call;

    @BeforeEach
    void annCallsBob() {
        ann = OldClient.of("double_room", random("ann"));
        bob = OldClient.of("double_room", random("bob"));
        // A busy machine may miss the little time in which url-service must answer; nothing was done then.
        call = await().atMost(PATIENCE)
                .until(
                        () -> as(ann).body(Map.of("to", List.of(bob.userId()))).post("/v1/calls"),
                        answer -> answer.statusCode() == 201)
                .path("call.id");
    }

    @Test
    void whoeverIsAskedAndEntersHasAccepted() {
        assertEquals(0, pushers(bob).json().path("pushers").size());
        String pushUrl = bob.call("get_push_url", Map.of("roomID", call)).ok().text("pushURL");

        bob.call("add_pusher", bob.pusher(call, pushUrl)).ok();

        shown(ann)
                .body("state", is("CONNECTED"))
                .body("participants[1].playUrls.accelerateUrl", startsWith("rtmp://play.example.com/live/8888_"));
        Answer room = pushers(bob);
        assertEquals(ann.userId(), room.text("roomCreator"));
        assertEquals(
                List.of(ann.userId(), bob.userId()), room.json().path("pushers").findValuesAsText("userID"));
        assertTrue(room.json()
                .path("pushers")
                .path(0)
                .path("accelerateURL")
                .asText()
                .startsWith("rtmp://"));
        bob.call("pusher_heartbeat", Map.of("roomID", call)).ok();
        assertFalse(bob.call("get_room_list", Map.of("cnt", 100))
                .ok()
                .json()
                .toString()
                .contains(call));
    }

    @Test
    void whoeverEntersAgainKeepsTheStream() {
        bob.join(call).ok();

        Answer again = bob.call("get_push_url", Map.of("roomID", call)).ok();
        bob.call("add_pusher", bob.pusher(call, again.text("pushURL"))).ok();

        shown(ann).body("participants[1].streamId", is(again.text("streamID")));
    }

    @Test
    void whoeverLeavesHangsUp() {
        bob.join(call).ok();

        bob.call("delete_pusher", Map.of("roomID", call)).ok();

        shown(ann).body("state", is("ENDED")).body("reason", is("hangup"));
        assertEquals(5, bob.call("delete_pusher", Map.of("roomID", call)).code());
        assertEquals(3, pushers(bob).code());
        assertEquals(11, bob.join(call).code());
        assertEquals(5, bob.call("pusher_heartbeat", Map.of("roomID", call)).code());
    }

    @Test
    void whoeverLeavesWithoutHavingEnteredDeclines() {
        bob.call("delete_pusher", Map.of("roomID", call)).ok();

        shown(ann).body("state", is("ENDED")).body("reason", is("declined"));
    }

    /** The vendor's callback told notify-service, and that tells us. */
    @Test
    void whoTurnsTheCallDownAtTheVendorDeclines() {
        assertEquals(404, turnDown(random("eve")));

        assertEquals(204, turnDown(bob.userId()));

        shown(ann).body("state", is("ENDED")).body("reason", is("declined"));
        assertEquals(409, turnDown(bob.userId()));
    }

    private int turnDown(String userId) {
        return RestAssured.given()
                .header(BearerAuthentication.INTERNAL_KEY_HEADER, Neighbours.INTERNAL_KEY)
                .contentType(ContentType.JSON)
                .body(Map.of("userId", userId))
                .post("/internal/calls/" + call + "/decline")
                .statusCode();
    }

    @Test
    void nobodyElseFindsTheCall() {
        OldClient eve = OldClient.of("double_room", random("eve"));

        assertEquals(3, pushers(eve).code());
        assertEquals(5, eve.call("delete_pusher", Map.of("roomID", call)).code());
        eve.join(call).ok();

        as(ann).get("/v1/calls/" + call)
                .then()
                .statusCode(200)
                .body("state", is("RINGING"))
                .body("participants.userId", hasItem(bob.userId()));
        assertEquals(List.of(eve.userId()), pushers(eve).json().path("pushers").findValuesAsText("userID"));
    }

    private Answer pushers(OldClient client) {
        return client.call("get_pushers", Map.of("roomID", call));
    }

    private ValidatableResponse shown(OldClient client) {
        return as(client).get("/v1/calls/" + call).then().statusCode(200);
    }

    private static RequestSpecification as(OldClient client) {
        return RestAssured.given()
                .header("Authorization", "Bearer " + client.token())
                .contentType(ContentType.JSON);
    }
}
