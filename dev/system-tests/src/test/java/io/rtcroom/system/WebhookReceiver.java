package io.rtcroom.system;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;

/** A back end that is told by webhook, and fails now and then, before it has understood or after. */
final class WebhookReceiver implements AutoCloseable {
    private static final int ONE_IN = 10;

    private final Set<String> ids = new ConcurrentSkipListSet<>();
    private final String subject;
    private final HttpServer server;
    private volatile boolean away;

    /** @param subject what it remembers */
    WebhookReceiver(String subject) {
        this.subject = "\"subject\":\"" + subject + "\"";
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::take);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
    }

    /** While it is away it takes nothing. */
    void setAway(boolean away) {
        this.away = away;
    }

    /** Each event once, however often it came. */
    Set<String> ids() {
        return ids;
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            int luck = away ? 0 : ThreadLocalRandom.current().nextInt(ONE_IN);
            if (luck != 0 && body.contains(subject))
                ids.add(exchange.getRequestHeaders().getFirst("webhook-id"));
            exchange.sendResponseHeaders(luck < 2 ? 500 : 204, -1);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
