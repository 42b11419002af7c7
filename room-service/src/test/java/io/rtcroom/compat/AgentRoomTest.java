package io.rtcroom.compat;

import static io.rtcroom.Fixtures.PATIENCE;
import static io.rtcroom.Fixtures.random;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.rtcroom.Neighbours;
import io.rtcroom.compat.OldClient.Answer;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The bank of the seeds as old clients play it (protocol.md §9). */
@QuarkusTest
@WithTestResource(Neighbours.class)
@TestProfile(AgentRoomTest.Open.class)
class AgentRoomTest {
    public static class Open implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("rtcroom.agent.admission", "open", "rtcroom.agent.pause-after-offer", "10m");
        }
    }

    private final String group = random("g").replace('_', '-');
    private OldClient mia;
    private OldClient ann;
    private OldClient bob;

    @BeforeEach
    void aBank() {
        RestAssured.given()
                .header("Authorization", "Bearer " + Neighbours.API_KEY)
                .contentType(ContentType.JSON)
                .body(Map.of("wrapUpSeconds", 0))
                .put("/v1/queues/" + group)
                .then()
                .statusCode(200);
        mia = OldClient.of("double_room", random("mia"));
        ann = OldClient.of("double_room", random("ann"));
        bob = OldClient.of("double_room", random("bob"));
    }

    @Test
    void aCallerIsGivenToTheAgentAndTheNextOneFollows() {
        assertEquals(5002, desk(ann).call("call", Map.of("group", group)).code());
        Answer opened = desk(mia)
                .call("open", Map.of("group", group, "roomInfo", "Loans"))
                .ok();
        String room = opened.text("roomID");
        mia.join(room).ok();
        assertEquals("IDLE", opened.text("state"));

        Answer first = desk(ann).call("call", Map.of("group", group)).ok();
        Answer second = desk(bob).call("call", Map.of("group", group)).ok();
        assertEquals("ASSIGNED", first.text("state"));
        assertEquals(room, first.text("roomID"));
        assertEquals(mia.userId(), first.text("agentID"));
        assertEquals("WAITING", second.text("state"));
        assertEquals(1, second.json().path("position").asInt());
        assertEquals(3, bob.join(room).code());
        assertEquals("BUSY", listed(room).path("state").asText());

        ann.join(room).ok();
        assertEquals("TALKING", state(ann, first));
        ann.call("delete_pusher", Map.of("roomID", room)).ok();
        assertEquals("ENDED", state(ann, first));
        await().atMost(PATIENCE).untilAsserted(() -> assertEquals("ASSIGNED", state(bob, second)));
        bob.join(room).ok();
        assertEquals("TALKING", state(bob, second));
    }

    @Test
    void aRejectedCallerWaitsAndMayGiveUp() {
        desk(mia).call("open", Map.of("group", group)).ok();
        Answer ticket = desk(ann).call("call", Map.of("group", group)).ok();
        Answer beat = desk(mia).call("heartbeat", Map.of()).ok();
        String call = beat.json().at("/call/callID").asText();
        assertEquals(ticket.text("callID"), call);

        desk(mia).call("reject", Map.of("callID", call)).ok();
        assertEquals("WAITING", state(ann, ticket));
        assertEquals(11, desk(mia).call("reject", Map.of("callID", call)).code());

        desk(ann).call("cancel", Map.of("ticketID", ticket.text("ticketID"))).ok();
        assertEquals("CANCELLED", state(ann, ticket));
        assertEquals(
                3,
                desk(bob)
                        .call("poll", Map.of("ticketID", ticket.text("ticketID")))
                        .code());
        assertEquals(1, desk(bob).call("poll", Map.of("ticketID", "garbage")).code());
    }

    @Test
    void aClosedRoomIsGone() {
        String room = desk(mia).call("open", Map.of("group", group)).ok().text("roomID");
        mia.join(room).ok();
        assertEquals(11, desk(mia).call("open", Map.of("group", group)).code());
        assertEquals(3, ann.join(room).code());
        assertEquals(3, mia.call("destroy_room", Map.of("roomID", room)).code());
        assertEquals("IDLE", listed(room).path("state").asText());
        assertEquals(mia.userId(), listed(room).path("agentID").asText());

        Answer closed = desk(mia).call("set_state", Map.of("state", "CLOSE")).ok();

        assertEquals("CLOSE", closed.text("state"));
        assertTrue(listed(room).isMissingNode());
        assertEquals(5, desk(mia).call("heartbeat", Map.of()).code());
        assertFalse(desk(ann)
                .call("list", Map.of("cnt", 100))
                .ok()
                .json()
                .toString()
                .contains(room));
        assertEquals(1, desk(mia).call("set_state", Map.of("state", "BUSY")).code());
    }

    private String state(OldClient caller, Answer ticket) {
        return desk(caller)
                .call("poll", Map.of("ticketID", ticket.text("ticketID")))
                .ok()
                .text("state");
    }

    private JsonNode listed(String room) {
        for (JsonNode each :
                ann.call("get_room_list", Map.of("cnt", 100)).ok().json().path("rooms"))
            if (each.path("roomID").asText().equals(room)) return each;
        return com.fasterxml.jackson.databind.node.MissingNode.getInstance();
    }

    private static OldClient desk(OldClient client) {
        return client.in("agent_room");
    }
}
