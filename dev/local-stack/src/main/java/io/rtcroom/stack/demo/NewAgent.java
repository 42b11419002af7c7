package io.rtcroom.stack.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Somebody who serves callers with {@code /v1}: offers by number, and the call itself. */
final class NewAgent {
    private static final String SHIFT = "/v1/agents/me";

    private final NewClient client;
    private String roomUid;

    NewAgent(NewClient client) {
        this.client = client;
    }

    String userId() {
        return client.userId();
    }

    void open() throws IOException, InterruptedException {
        roomUid = client.ask("PUT", SHIFT, Map.of("queues", List.of(BankDemo.QUEUE)), "state", "roomId")
                .path("roomUid")
                .asText();
    }

    void decline(OldCaller caller) throws IOException, InterruptedException {
        client.post("/v1/offers/" + offer(caller.userId()) + "/decline");
    }

    void accept(OldCaller caller) throws IOException, InterruptedException {
        answer(caller.userId());
    }

    /** The answer has what it takes to see the caller. */
    void accept(NewCaller caller) throws IOException, InterruptedException {
        JsonNode answered = answer(caller.userId());
        client.sees(caller.userId(), answered.at("/call/participants"));
    }

    private JsonNode answer(String caller) throws IOException, InterruptedException {
        return client.ask("POST", "/v1/offers/" + offer(caller) + "/accept", Map.of("userName", client.name()));
    }

    private String offer(String caller) throws IOException, InterruptedException {
        return client.until(
                        "/v1/offers",
                        answer -> answer.at("/items/0/caller").asText().equals(caller)
                                && !answer.at("/items/0/accepted").asBoolean(),
                        "items")
                .at("/items/0/number")
                .asText();
    }

    /** No rest is needed. */
    void isReady() throws IOException, InterruptedException {
        client.post(SHIFT + "/ready", "state");
    }

    /** Old clients meet in rooms only. */
    void enterOwnRoom() throws IOException, InterruptedException {
        client.ask("POST", "/v1/rooms/" + roomUid + "/members", Map.of("userName", client.name()));
    }

    void sees(OldCaller caller) throws IOException, InterruptedException {
        JsonNode members = client.get("/v1/rooms/" + roomUid + "/members", "items");
        client.sees(caller.userId(), members.path("items"));
    }

    void close() throws IOException, InterruptedException {
        JsonNode closed = client.ask("DELETE", SHIFT, null, "state");
        Unexpected.unless(closed.path("state").asText().equals("CLOSED"), client.name() + " is still on duty");
    }

    void beat() throws IOException, InterruptedException {
        if (roomUid != null) client.beat(SHIFT + "/heartbeat");
    }
}
