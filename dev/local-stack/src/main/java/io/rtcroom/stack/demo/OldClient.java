package io.rtcroom.stack.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Predicate;

/** One person with an old client: the dialect of {@code /weapp}, two-person rooms. */
final class OldClient {
    private static final ObjectMapper JSON = new ObjectMapper();
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
        return ask("double_room/" + request, body, shown);
    }

    /** A request of those who serve callers or wait for them; it must be granted. */
    JsonNode desk(String request, Map<String, ?> body, String... shown) throws IOException, InterruptedException {
        return done(ask("agent_room/" + request, body, shown));
    }

    /** Asks again and again, and shows the answer that was waited for. */
    JsonNode deskUntil(String request, Map<String, ?> body, Predicate<JsonNode> isExpected, String... shown)
            throws IOException, InterruptedException {
        String path = "agent_room/" + request;
        Reply reply = Reply.until(() -> send(path, body), isExpected);
        show(path, reply, shown);
        Unexpected.unless(isExpected.test(reply.json()), name + " waited in vain for another answer of " + path);
        return reply.json();
    }

    /** Says that this person is still there, unseen; the next one follows anyway. */
    void beat(String path, Map<String, ?> body) throws IOException, InterruptedException {
        send(path, body);
    }

    /** Takes an address and comes into the room with it. */
    void enter(String roomId) throws IOException, InterruptedException {
        var wish = Map.of("userID", userId, "roomID", roomId);
        String pushUrl =
                done(room("get_push_url", wish, "pushURL")).path("pushURL").asText();
        done(room(
                "add_pusher",
                Map.of("roomID", roomId, "userID", userId, "userName", name, "userAvatar", "", "pushURL", pushUrl)));
    }

    /** The other one is in the room, and where to see them is said. */
    void sees(String other, String roomId) throws IOException, InterruptedException {
        JsonNode room = done(room("get_pushers", Map.of("roomID", roomId), "pushers"));
        for (JsonNode pusher : room.path("pushers"))
            if (pusher.path("userID").asText().equals(other)) {
                timeline.seen(name, other, pusher.path("accelerateURL").asText());
                return;
            }
        throw new Unexpected(name + " does not see who should be in the room");
    }

    static JsonNode done(JsonNode answer) {
        Unexpected.unless(answer.path("code").asInt(-1) == 0, "an answer has code " + answer.path("code"));
        return answer;
    }

    private JsonNode ask(String path, Map<String, ?> body, String... shown) throws IOException, InterruptedException {
        JsonNode answer = MissingNode.getInstance();
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Reply reply = send(path, body);
            show(path, reply, shown);
            answer = reply.json();
            if (answer.path("code").asInt() != TRY_AGAIN) break;
        }
        return answer;
    }

    private Reply send(String path, Map<String, ?> body) throws IOException, InterruptedException {
        String query = "?userID=" + userId + "&token=" + token;
        return Reply.to(http, "POST", origin + "/weapp/" + path + query, null, JSON.writeValueAsString(body));
    }

    private JsonNode ask(String method, String label, String path, String body, String... shown)
            throws IOException, InterruptedException {
        Reply reply = Reply.to(http, method, origin + "/weapp/" + path, null, body);
        show(label, reply, shown);
        return reply.json();
    }

    private void show(String label, Reply reply, String... shown) {
        if (reply.status() != 200) {
            timeline.asked(name, label, "HTTP " + reply.status() + " " + reply.json(), reply.millis());
            throw new Unexpected(name + ": " + label + " answered HTTP " + reply.status());
        }
        timeline.asked(name, label, summary(reply.json(), shown), reply.millis());
    }

    private String summary(JsonNode answer, String... shown) {
        var text = new StringBuilder("code " + answer.path("code").asText("missing"));
        for (String field : shown)
            if (answer.has(field))
                text.append(", ").append(field).append(' ').append(timeline.shown(answer.get(field)));
        if (answer.path("code").asInt(-1) != 0)
            text.append(", ").append(answer.path("message").asText());
        return text.toString();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
