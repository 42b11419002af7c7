package io.rtcroom.compat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.restassured.RestAssured;
import io.rtcroom.ImApplication;
import io.rtcroom.credential.UserSigIssuer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** A client of the old dialect, byte for byte: nothing is escaped, added or followed. */
record OldClient(String family, String userId, String token) {
    static final String JSON = "application/json";
    static final String FORM = "application/x-www-form-urlencoded";
    /** Busy machines need several attempts of a call that asks url-service in the little time a join has. */
    private static final int ATTEMPTS = 6;

    private static final ObjectMapper MAPPER =
            JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /** D3: whatever was asked, an answer is JSON with an integer code, a message, no null, and leave for any page. */
    record Answer(int status, HttpHeaders headers, JsonNode json) {
        Answer {
            assertEquals(
                    "application/json; charset=utf-8",
                    headers.firstValue("content-type").orElse(""));
            assertTrue(headers.firstValue("access-control-allow-origin").isPresent());
            assertTrue(json.path("code").isInt(), json.toString());
            assertTrue(json.path("message").isTextual(), json.toString());
            assertFalse(json.toString().contains("null"), json.toString());
        }

        int code() {
            assertEquals(200, status);
            return json.get("code").intValue();
        }

        boolean isOutage() {
            return status == 200 && code() == -1;
        }

        String text(String name) {
            assertTrue(json.path(name).isTextual(), name + " in " + json);
            return json.get(name).textValue();
        }

        Answer ok() {
            assertEquals(0, code(), json.toString());
            return this;
        }
    }

    static OldClient of(String family, String userId) {
        Answer answer = send("POST", loginPath(family, userId, aUserSig(userId)), JSON, "{}")
                .ok();
        return new OldClient(family, answer.text("userID"), answer.text("token"));
    }

    static String aUserSig(String userId) {
        return UserSigIssuer.hmac(ImApplication.SDK_APP_ID, ImApplication.SECRET_KEY)
                .issue(userId, Instant.now(), Duration.ofDays(1));
    }

    static String loginPath(String family, String userId, String userSig) {
        return "/weapp/" + family + "/login?accountType=36862&sdkAppID=" + ImApplication.SDK_APP_ID + "&userSig="
                + userSig + "&userID=" + userId;
    }

    OldClient in(String otherFamily) {
        return new OldClient(otherFamily, userId, token);
    }

    /** @param fields of the body, beside the user's id */
    Answer call(String operation, Map<String, ?> fields) {
        Map<String, Object> body = new HashMap<>(fields);
        body.putIfAbsent("userID", userId);
        return post(operation, JSON, json(body));
    }

    Answer post(String operation, String contentType, String body) {
        return send("POST", path(operation), contentType, body);
    }

    String path(String operation) {
        return "/weapp/" + family + "/" + operation + "?userID=" + userId + "&token=" + token;
    }

    String aPushUrl() {
        return call("get_push_url", Map.of()).ok().text("pushURL");
    }

    Answer join(String roomId) {
        return call("add_pusher", pusher(roomId, aPushUrl()));
    }

    Map<String, Object> pusher(String roomId, String pushUrl) {
        return new HashMap<>(
                Map.of("roomID", roomId, "userName", "Name of " + userId, "userAvatar", "123", "pushURL", pushUrl));
    }

    static Answer send(String method, String path, String contentType, String body) {
        Answer answer = sendOnce(method, path, contentType, body);
        for (int i = 1; i < ATTEMPTS && answer.isOutage(); i++) answer = sendOnce(method, path, contentType, body);
        return answer;
    }

    static Answer sendOnce(String method, String path, String contentType, String body) {
        HttpResponse<String> response = exchange(method, path, Map.of(), contentType, body);
        return new Answer(response.statusCode(), response.headers(), read(response.body()));
    }

    /** @param body null for none at all */
    static HttpResponse<String> exchange(
            String method, String path, Map<String, String> headers, String contentType, String body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create(RestAssured.baseURI + ":" + RestAssured.port + path))
                .timeout(Duration.ofSeconds(20))
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (contentType != null) request.header("Content-Type", contentType);
        headers.forEach(request::header);
        try {
            return HTTP.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    static String json(Map<String, ?> fields) {
        try {
            return MAPPER.writeValueAsString(fields);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode read(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
