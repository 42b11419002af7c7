package io.rtcroom.stack.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpClient;
import java.util.Map;
import java.util.function.Predicate;

/** One person with a new client: {@code /v1}, where the token is a header and the status says how it went. */
final class NewClient {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int TRY_AGAIN = 503;
    private static final int ATTEMPTS = 4;

    private final HttpClient http;
    private final String origin;
    private final String name;
    private final Timeline timeline;
    private String userId;
    private String token;

    NewClient(HttpClient http, String origin, String name, Timeline timeline) {
        this.http = http;
        this.origin = origin;
        this.name = name;
        this.timeline = timeline;
    }

    String name() {
        return name;
    }

    String userId() {
        return userId;
    }

    /** With a signature as old clients have it; a real back end would ask for the token itself. */
    void logIn() throws IOException, InterruptedException {
        Reply info = Reply.to(http, "GET", origin + "/weapp/utils/get_login_info", null, null);
        userId = info.json().path("userID").asText();
        timeline.introduce(userId, name);
        var signed = Map.of(
                "userId", userId,
                "sdkAppId", info.json().path("sdkAppID").asLong(),
                "userSig", info.json().path("userSig").asText());
        token = ask("POST", "/v1/tokens/usersig", signed).path("token").asText();
    }

    JsonNode get(String path, String... shown) throws IOException, InterruptedException {
        return ask("GET", path, null, shown);
    }

    JsonNode post(String path, String... shown) throws IOException, InterruptedException {
        return ask("POST", path, Map.of(), shown);
    }

    /** Asks; it must be granted. @param shown the fields of the answer that matter here */
    JsonNode ask(String method, String path, Map<String, ?> body, String... shown)
            throws IOException, InterruptedException {
        Reply reply = send(method, path, body);
        for (int attempt = 1; attempt < ATTEMPTS && reply.status() == TRY_AGAIN; attempt++)
            reply = send(method, path, body);
        return show(method + " " + path, reply, shown);
    }

    /** Asks again and again, and shows the answer that was waited for. */
    JsonNode until(String path, Predicate<JsonNode> isExpected, String... shown)
            throws IOException, InterruptedException {
        Reply reply = Reply.until(() -> send("GET", path, null), isExpected);
        JsonNode answer = show("GET " + path, reply, shown);
        Unexpected.unless(isExpected.test(answer), name + " waited in vain for another answer of " + path);
        return answer;
    }

    /** Says that this person is still there, unseen; the next one follows anyway. */
    void beat(String path) throws IOException, InterruptedException {
        send("POST", path, null);
    }

    /** The other one is among those in the list, and where to see them is said. */
    void sees(String other, JsonNode people) {
        for (JsonNode one : people)
            if (one.path("userId").asText().equals(other)
                    && one.path("playUrls").has("accelerateUrl")) {
                timeline.seen(name, other, one.at("/playUrls/accelerateUrl").asText());
                return;
            }
        throw new Unexpected(name + " does not see who should be there");
    }

    private Reply send(String method, String path, Map<String, ?> body) throws IOException, InterruptedException {
        return Reply.to(http, method, origin + path, token, body == null ? null : JSON.writeValueAsString(body));
    }

    private JsonNode show(String question, Reply reply, String... shown) {
        var text = new StringBuilder("HTTP " + reply.status());
        for (String field : shown)
            if (reply.json().has(field))
                text.append(", ")
                        .append(field)
                        .append(' ')
                        .append(timeline.shown(reply.json().get(field)));
        if (reply.status() >= 400) text.append(' ').append(reply.json());
        timeline.asked(name, question, text.toString(), reply.millis());
        Unexpected.unless(reply.status() < 400, name + ": " + question + " answered HTTP " + reply.status());
        return reply.json();
    }
}
