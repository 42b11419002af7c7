package io.rtcroom.standin;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicLong;

/** What the platform asks the application before a group message and tells it after one: once, for two seconds. */
final class Callbacks {
    static final String CLIENT = "iOS";
    static final String BACK_END = "RESTAPI";

    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final AtomicLong SEQ = new AtomicLong();
    private static final ObjectMapper JSON = new ObjectMapper();

    private record Target(String url, String token) {}

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Account account;
    private final Clock clock;
    private volatile Target target;

    Callbacks(Account account, Clock clock) {
        this.account = account;
        this.clock = clock;
    }

    /** Until now nobody was asked or told. */
    void callTo(String url, String token) {
        target = new Target(url, token);
    }

    /** Whoever does not answer, or not so, has nothing against it. */
    boolean mayBeShown(ObjectNode message) {
        return target == null
                || !call("Group.CallbackBeforeSendMsg", CLIENT, message).contains("\"ErrorCode\":1");
    }

    void wasShown(String platform, ObjectNode message) {
        if (target != null) Thread.startVirtualThread(() -> call("Group.CallbackAfterSendMsg", platform, message));
    }

    static ObjectNode message(String groupId, String from, long random) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("GroupId", groupId)
                .put("Type", "AVChatRoom")
                .put("From_Account", from)
                .put("Random", random)
                .put("MsgSeq", SEQ.incrementAndGet());
    }

    /** The answer's body; empty if there is none. */
    private String call(String command, String platform, ObjectNode message) {
        Target to = target;
        long now = clock.instant().getEpochSecond();
        URI uri = URI.create(to.url + "?SdkAppid=" + account.sdkAppId() + "&CallbackCommand=" + command
                + "&contenttype=json&ClientIP=127.0.0.1&OptPlatform=" + platform + "&RequestTime=" + now + "&Sign="
                + sha256(to.token + now));
        ObjectNode body = message.deepCopy().put("CallbackCommand", command).put("MsgTime", now);
        try {
            var request = HttpRequest.newBuilder(uri)
                    .timeout(PATIENCE)
                    .POST(HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)));
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString())
                    .body();
        } catch (IOException e) {
            return "";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "";
        }
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
