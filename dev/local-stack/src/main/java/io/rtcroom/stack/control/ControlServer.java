package io.rtcroom.stack.control;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.concurrent.Executors;

/** Takes {@code POST /verb/name}, answers plain text. */
public final class ControlServer implements AutoCloseable {
    private final HttpServer server;
    private final String token;

    /** Does what was asked and says what became of it; an {@link IllegalStateException} says why it cannot be done. */
    @FunctionalInterface
    public interface Commands {
        String run(Verb verb, String name);
    }

    public ControlServer(Commands commands) throws IOException {
        byte[] random = new byte[24];
        new SecureRandom().nextBytes(random);
        token = HexFormat.of().formatHex(random);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", exchange -> {
            try (exchange) {
                answer(exchange, commands);
            }
        });
        server.start();
    }

    public int port() {
        return server.getAddress().getPort();
    }

    public String token() {
        return token;
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange, Commands commands) throws IOException {
        String[] path = exchange.getRequestURI().getPath().split("/");
        var verb = path.length > 1 ? Verb.find(path[1]) : java.util.Optional.<Verb>empty();
        if (!isAllowed(exchange)) send(exchange, 401, "a stack answers only to its owner");
        else if (verb.isEmpty()) send(exchange, 404, "unknown command");
        else
            try {
                send(exchange, 200, commands.run(verb.get(), path.length > 2 ? path[2] : ""));
            } catch (IllegalStateException e) {
                send(exchange, 409, e.getMessage());
            }
    }

    private boolean isAllowed(HttpExchange exchange) {
        String given = exchange.getRequestHeaders().getFirst("Authorization");
        return exchange.getRequestMethod().equals("POST")
                && given != null
                && MessageDigest.isEqual(bytes(given), bytes("Bearer " + token));
    }

    private static void send(HttpExchange exchange, int status, String text) throws IOException {
        byte[] body = bytes(text);
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
