package io.rtcroom.stack.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Map;

/** Somebody who waits for an agent with an old client: a ticket that is polled, and then a room. */
final class OldCaller {
    private final OldClient client;
    private String ticket;
    private String roomId;

    OldCaller(OldClient client) {
        this.client = client;
    }

    String userId() {
        return client.userId();
    }

    void call() throws IOException, InterruptedException {
        ticket = client.desk("call", Map.of("userName", client.name()), "state", "agentID", "position")
                .path("ticketID")
                .asText();
    }

    void waitsAt(int position) throws IOException, InterruptedException {
        JsonNode answer = client.desk("poll", Map.of("ticketID", ticket), "state", "position");
        Unexpected.unless(answer.path("position").asInt() == position, client.name() + " is not number " + position);
    }

    void isGivenTo(String agent) throws IOException, InterruptedException {
        roomId = client.deskUntil(
                        "poll",
                        Map.of("ticketID", ticket),
                        answer -> answer.path("agentID").asText().equals(agent),
                        "state",
                        "agentID",
                        "roomID")
                .path("roomID")
                .asText();
    }

    /** That is the answer to having been given to somebody. */
    void enter() throws IOException, InterruptedException {
        client.enter(roomId);
    }

    void sees(String agent) throws IOException, InterruptedException {
        client.sees(agent, roomId);
    }

    /** Leaving the room ends the call. */
    void leave() throws IOException, InterruptedException {
        OldClient.done(client.room("delete_pusher", Map.of("roomID", roomId, "userID", client.userId())));
        client.deskUntil(
                "poll",
                Map.of("ticketID", ticket),
                answer -> answer.path("state").asText().equals("ENDED"),
                "state");
    }

    void beat() throws IOException, InterruptedException {
        if (ticket != null) client.beat("agent_room/poll", Map.of("ticketID", ticket));
        if (roomId != null)
            client.beat("double_room/pusher_heartbeat", Map.of("roomID", roomId, "userID", client.userId()));
    }
}
