package io.rtcroom.message;

import static io.restassured.RestAssured.given;
import static io.rtcroom.fixture.Callers.as;

import io.restassured.response.ValidatableResponse;
import io.rtcroom.fixture.Callers;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** A user who writes. */
record ChatClient(String userId) {
    static ChatClient aUser(String name) {
        return new ChatClient(name + "-" + UUID.randomUUID().toString().substring(0, 12));
    }

    String token() {
        return Callers.token(userId);
    }

    ValidatableResponse say(UUID roomUid, String text) {
        return send(Map.of("roomUid", roomUid, "text", text, "clientMsgId", UUID.randomUUID()));
    }

    ValidatableResponse tell(ChatClient other, String text) {
        return send(Map.of("to", other.userId, "text", text, "clientMsgId", UUID.randomUUID()));
    }

    ValidatableResponse send(Map<String, Object> body) {
        return as(given(), token())
                .contentType("application/json")
                .body(new HashMap<>(body))
                .post("/v1/messages")
                .then();
    }

    ValidatableResponse history(String chat, String query) {
        return as(given(), token())
                .get("/v1/messages?chat=" + chat + query)
                .then()
                .statusCode(200);
    }

    ValidatableResponse recall(String chat, long seq) {
        return as(given(), token()).delete("/v1/messages/" + chat + "/" + seq).then();
    }

    ValidatableResponse mute(String chat, ChatClient other, long seconds) {
        return as(given(), token())
                .contentType("application/json")
                .body(Map.of("seconds", seconds))
                .put("/v1/messages/" + chat + "/mutes/" + other.userId)
                .then();
    }

    ValidatableResponse unmute(String chat, ChatClient other) {
        return as(given(), token())
                .delete("/v1/messages/" + chat + "/mutes/" + other.userId)
                .then();
    }
}
