package io.rtcroom.sign;

import static io.rtcroom.Callers.service;
import static io.rtcroom.Callers.user;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.rtcroom.Callers;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class StreamResourceTest {
    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"roomId\":\"room_e26f9f5c_c89b\"}", "{\"roomId\":null}", "{\"more\":1}", ""})
    void aUserGetsAStreamOfTheirOwn(String body) {
        user("alice")
                .body(body)
                .post("/v1/streams")
                .then()
                .statusCode(201)
                .header("Cache-Control", "no-store")
                .body("streamId", matchesPattern("8888_alice_[0-9a-f]{16}"));
    }

    @Test
    void aUserNeedSendNoBody() throws Exception {
        // Not with REST-assured: it invents a content type.
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + RestAssured.port + "/v1/streams"))
                .header("Authorization", "Bearer " + Callers.token("alice"))
                .POST(BodyPublishers.noBody())
                .build();

        try (var client = HttpClient.newHttpClient()) {
            assertEquals(201, client.send(request, BodyHandlers.ofString()).statusCode());
        }
    }

    @Test
    void theAddressIsTheUsersToPublish() {
        var stream = user("alice").body("{}").post("/v1/streams").then().extract();

        String pushUrl = stream.path("pushUrl");
        service()
                .body(Map.of("userId", "alice", "pushUrl", pushUrl))
                .post("/internal/streams/verify")
                .then()
                .statusCode(200)
                .body("pushUrl", equalTo(pushUrl));
    }

    @Test
    void everyCallNamesANewStream() {
        String first = user("alice").body("{}").post("/v1/streams").path("streamId");

        user("alice").body("{}").post("/v1/streams").then().body("streamId", not(equalTo(first)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"roomId\":\"a b\"}", "{\"roomId\":\"\"}", "{\"roomId\":{}}", "{\"roomId\":", "[]", "7"})
    void aBodyThatIsNoneIsRefused(String body) {
        user("alice").body(body).post("/v1/streams").then().statusCode(400).contentType("application/problem+json");
    }

    @Test
    void aTokenOfAUserOutsideTheAlphabetGetsNoStream() {
        user("al ice").body("{}").post("/v1/streams").then().statusCode(400).body("field", equalTo("userId"));
    }
}
