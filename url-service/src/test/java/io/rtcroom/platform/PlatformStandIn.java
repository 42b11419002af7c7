package io.rtcroom.platform;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/** The vendor's platform: it says what it was told to say, one answer after the other, and the last for ever. */
public final class PlatformStandIn implements AutoCloseable {
    public record Asked(String method, String query, String contentType, String body) {}

    /** @param body null for never answering */
    public record Says(int status, String body) {}

    private final HttpServer server;
    private final Queue<Says> script;
    private final List<Asked> asked = new CopyOnWriteArrayList<>();

    private PlatformStandIn(HttpServer server, Says... script) {
        this.server = server;
        this.script = new ConcurrentLinkedQueue<>(List.of(script));
    }

    public static PlatformStandIn saying(Says... script) throws IOException {
        var standIn = new PlatformStandIn(HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0), script);
        standIn.server.createContext("/common_access", standIn::answer);
        standIn.server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        standIn.server.start();
        return standIn;
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/common_access";
    }

    public List<Asked> asked() {
        return asked;
    }

    private void answer(HttpExchange exchange) throws IOException {
        asked.add(new Asked(
                exchange.getRequestMethod(),
                exchange.getRequestURI().getQuery(),
                exchange.getRequestHeaders().getFirst("Content-Type"),
                new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
        Says says = script.size() > 1 ? script.poll() : script.peek();
        if (says.body == null) return;
        byte[] bytes = says.body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(says.status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
