package io.rtcroom.stack.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/** One person with an old client: the dialect of {@code /weapp}, two-person rooms. */
final class OldClient {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int TRY_AGAIN = -1;
    private static final int ATTEMPTS = 4;

    private final HttpClient http;
    private final String origin;
    private final String name;
    private final Timeline timeline;
    private String userId;
    private String token;

    OldClient(HttpClient http, String origin, String name, Timeline timeline) {
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

    String token() {
        return token;
    }

    /** As every client begins: a signature for a name of the server's choice, and a token for that. */
    void logIn() throws IOException, InterruptedException {
        JsonNode info = ask("GET", "utils/get_login_info", "utils/get_login_info", null, "userID");
        userId = info.path("userID").asText();
        timeline.introduce(userId, name);
        String query = "?sdkAppID=" + info.path("sdkAppID").asText() + "&accountType="
                + encoded(info.path("accType").asText()) + "&userID=" + userId + "&userSig="
                + encoded(info.path("userSig").asText());
        token = ask("POST", "double_room/login", "double_room/login" + query, "{}", "token")
                .path("token")
                .asText();
    }

    /**
     * A room request; {@code shown} are the fields of the answer that matter here. A service that has just been started
     * may be too slow for the one that asks it, which then says so and means "try again".
     */
    JsonNode room(String request, Map<String, ?> body, String... shown) throws IOException, InterruptedException {
        String path = "double_room/" + request;
        String query = "?userID=" + userId + "&token=" + token;
        JsonNode answer = MissingNode.getInstance();
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            answer = ask("POST", path, path + query, JSON.writeValueAsString(body), shown);
            if (answer.path("code").asInt() != TRY_AGAIN) break;
        }
        return answer;
    }

    private JsonNode ask(String method, String label, String path, String body, String... shown)
            throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(origin + "/weapp/" + path))
                .timeout(PATIENCE)
                .header("Content-Type", "application/json")
                .method(
                        method,
                        body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body))
                .build();
        long begin = System.nanoTime();
        var response = http.send(request, HttpResponse.BodyHandlers.ofString());
        long millis = (System.nanoTime() - begin) / 1_000_000;
        if (response.statusCode() != 200) {
            timeline.asked(name, label, "HTTP " + response.statusCode() + " " + response.body(), millis);
            throw new Unexpected(name + ": " + label + " answered HTTP " + response.statusCode());
        }
        JsonNode answer = JSON.readTree(response.body());
        timeline.asked(name, label, summary(answer, shown), millis);
        return answer;
    }

    private static String summary(JsonNode answer, String... shown) {
        var text = new StringBuilder("code " + answer.path("code").asText("missing"));
        for (String field : shown)
            if (answer.has(field)) text.append(", ").append(field).append(' ').append(shortened(answer.get(field)));
        if (answer.path("code").asInt(-1) != 0)
            text.append(", ").append(answer.path("message").asText());
        return text.toString();
    }

    private static String shortened(JsonNode value) {
        if (!value.isArray()) return value.asText();
        return value.size() + " of them";
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
