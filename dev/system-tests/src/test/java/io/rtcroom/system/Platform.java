package io.rtcroom.system;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The vendor's live platform as protocol.md §6.6 and §6.7 describe it: it mixes on signed orders, and tells of pushes. */
final class Platform implements AutoCloseable {
    private static final String API_KEY = "apikey0123456789apikey0123456789";
    private static final Pattern SIGNED = Pattern.compile(".*&t=([0-9]+)&sign=([0-9a-f]{32})$");

    private final HttpServer server;
    private final List<String> orders = new CopyOnWriteArrayList<>();
    private volatile boolean away;

    private Platform(HttpServer server) {
        this.server = server;
    }

    static Platform start() {
        try {
            var platform = new Platform(HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0));
            platform.server.createContext("/common_access", platform::answer);
            platform.server.start();
            return platform;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Map<String, String> environment() {
        return Map.of(
                "RTCROOM_MIX_PROVIDER",
                "tencent",
                "RTCROOM_MIX_TENCENT_URL",
                "http://127.0.0.1:" + server.getAddress().getPort() + "/common_access",
                "RTCROOM_MIX_TENCENT_APP_ID",
                "1250000000",
                "RTCROOM_MIX_TENCENT_API_KEY",
                API_KEY);
    }

    /** As they came. */
    List<String> orders() {
        return orders;
    }

    void away(boolean isAway) {
        away = isAway;
    }

    /** The callback of a push that has begun. */
    static void tellPublished(Stack stack, String streamId) {
        long t = Instant.now().plusSeconds(600).getEpochSecond();
        String callback =
                "{\"t\":%d,\"sign\":\"%s\",\"event_type\":1,\"stream_id\":\"%s\",\"sequence\":\"1\",\"event_time\":%d}"
                        .formatted(
                                t,
                                Deployment.md5(Deployment.CALLBACK_KEY + t),
                                streamId,
                                Instant.now().getEpochSecond());
        Http.post(stack.origin() + "/hooks/tencent", "application/json", callback)
                .hasStatus(200);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String order = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        Matcher signed = SIGNED.matcher(exchange.getRequestURI().getQuery());
        boolean genuine =
                signed.matches() && Deployment.md5(API_KEY + signed.group(1)).equals(signed.group(2));
        if (genuine && !away) orders.add(order);
        byte[] answer = ("{\"code\":" + (genuine ? 0 : -1) + ",\"message\":\"Success!\",\"timestamp\":1509679482}")
                .getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(away ? 503 : 200, answer.length);
        exchange.getResponseBody().write(answer);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
