package io.rtcroom.stack.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Map;

/** Somebody who waits for an agent with {@code /v1}: the wait is a call, and the ticket is a resource. */
final class NewCaller {
    private static final String ENTRIES = "/v1/queues/" + BankDemo.QUEUE + "/entries";

    private final NewClient client;
    private String ticket;
    private String call;

    NewCaller(NewClient client) {
        this.client = client;
    }

    String userId() {
        return client.userId();
    }

    void call() throws IOException, InterruptedException {
        JsonNode entered = client.ask("POST", ENTRIES, Map.of("userName", client.name()), "state", "position");
        ticket = ENTRIES + "/" + entered.path("id").asText();
        call = "/v1/calls/" + entered.path("callId").asText();
    }

    void waitsAt(int position, boolean dropped) throws IOException, InterruptedException {
        client.until(
                ticket,
                answer -> answer.path("state").asText().equals("WAITING")
                        && answer.path("position").asInt() == position
                        && answer.path("dropped").asBoolean() == dropped,
                "state",
                "position",
                "dropped");
    }

    /** Being heard again is all it takes. */
    void returns() throws IOException, InterruptedException {
        client.post(call + "/heartbeat");
    }

    String isGivenTo(String agent) throws IOException, InterruptedException {
        return client.until(ticket, answer -> answer.path("agent").asText().equals(agent), "state", "agent")
                .path("roomUid")
                .asText();
    }

    void sees(String agent) throws IOException, InterruptedException {
        client.sees(agent, client.get(call, "state").path("participants"));
    }

    /** An agent with an old client pushes in the room. */
    void meets(String agent, String roomUid) throws IOException, InterruptedException {
        JsonNode joined =
                client.ask("POST", "/v1/rooms/" + roomUid + "/members", Map.of("userName", client.name()), "members");
        client.sees(agent, joined.path("members"));
    }

    void hangUp() throws IOException, InterruptedException {
        client.post(call + "/hangup", "state", "reason");
    }

    /** Every transition of the call, as the service keeps it. */
    JsonNode timeline() throws IOException, InterruptedException {
        return client.get(call + "/timeline", "items").path("items");
    }

    void beat() throws IOException, InterruptedException {
        if (call != null) client.beat(call + "/heartbeat");
    }
}
