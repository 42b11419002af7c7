package io.rtcroom.stack.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Map;

/** Somebody who serves callers from an old client: a room for the shift, and {@code agent_room}. */
final class OldAgent {
    private final OldClient client;
    private String roomId;

    OldAgent(OldClient client) {
        this.client = client;
    }

    String userId() {
        return client.userId();
    }

    /** Begins the shift, and waits in the room. */
    void open() throws IOException, InterruptedException {
        roomId = client.desk("open", Map.of("roomInfo", "A desk of the bank"), "state", "roomID")
                .path("roomID")
                .asText();
        client.enter(roomId);
    }

    /** Whoever enters the room of the one they were given to needs no other answer. */
    void isJoinedBy(OldCaller caller) throws IOException, InterruptedException {
        call(caller.userId(), true);
        client.sees(caller.userId(), roomId);
    }

    void accept(NewCaller caller) throws IOException, InterruptedException {
        String callId = call(caller.userId(), false);
        client.desk("accept", Map.of("callID", callId, "userName", client.name()));
    }

    void sees(NewCaller caller) throws IOException, InterruptedException {
        client.sees(caller.userId(), roomId);
    }

    private String call(String caller, boolean accepted) throws IOException, InterruptedException {
        return client.deskUntil(
                        "heartbeat",
                        Map.of(),
                        answer -> answer.at("/call/userID").asText().equals(caller)
                                && answer.at("/call/accepted").asBoolean() == accepted,
                        "state")
                .at("/call/callID")
                .asText();
    }

    /** Ends the shift, after the call that goes on. */
    void close() throws IOException, InterruptedException {
        JsonNode answer = client.desk("close", Map.of(), "state");
        Unexpected.unless(answer.path("state").asText().equals("BUSY"), client.name() + " has lost the call");
    }

    /** Off duty: nobody finds the room any more. */
    void isGone() throws IOException, InterruptedException {
        client.deskUntil(
                "list", Map.of(), answer -> !answer.findValuesAsText("roomID").contains(roomId), "rooms");
        JsonNode list = OldClient.done(client.room("get_room_list", Map.of("cnt", 100, "index", 0), "rooms"));
        Unexpected.unless(
                !list.path("rooms").findValuesAsText("roomID").contains(roomId), "the room is still in the list");
    }

    void beat() throws IOException, InterruptedException {
        if (roomId == null) return;
        client.beat("agent_room/heartbeat", Map.of());
        client.beat("double_room/pusher_heartbeat", Map.of("roomID", roomId, "userID", client.userId()));
    }
}
