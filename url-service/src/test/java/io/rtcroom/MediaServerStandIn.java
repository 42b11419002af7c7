package io.rtcroom;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * The APIs of three media servers. It does whatever it is asked, and says at {@code /asked} what that was; a publisher is
 * there from {@code /publish?name} until {@code /silence}, and {@code /asked-who} says when it was first asked for one.
 */
public final class MediaServerStandIn implements AutoCloseable {
    public static final String PROPERTY = "media-server-stand-in.origin";

    private static final long SLOW_MILLIS = 100;

    private final HttpServer server;
    private final Queue<String> asked = new ConcurrentLinkedQueue<>();
    private volatile String publishing = "";
    private volatile Instant askedWho;

    private MediaServerStandIn(HttpServer server) {
        this.server = server;
    }

    static MediaServerStandIn start() throws IOException {
        var standIn = new MediaServerStandIn(HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0));
        standIn.server.createContext("/", standIn::answer);
        standIn.server.start();
        return standIn;
    }

    String origin() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    String asConfigured() {
        return "nginx-1=nginx-rtmp@" + origin() + "/control,srs-1=srs@" + origin() + ",mtx-1=mediamtx@" + origin()
                + "/";
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().toString();
        String body =
                switch (exchange.getRequestURI().getPath()) {
                    case "/asked" -> String.join("\n", asked);
                    case "/asked-who" -> askedWho.toString();
                    case "/publish" -> {
                        askedWho = null;
                        yield publishing = exchange.getRequestURI().getQuery();
                    }
                    case "/silence" -> publishing = "";
                    case "/api/v1/clients/" ->
                        publishing.isEmpty() ? "{\"code\":0,\"clients\":[]}" : slowly(srsClients());
                    case "/v3/paths/list" -> publishing.isEmpty() ? "{\"items\":[]}" : slowly(paths());
                    default -> {
                        asked.add(exchange.getRequestMethod() + " " + path);
                        yield path.startsWith("/control") ? "1" : "{\"code\":0}";
                    }
                };
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    /** Notes when it was first asked, and takes a while. */
    private String slowly(String answer) {
        if (askedWho == null) askedWho = Instant.now();
        try {
            Thread.sleep(SLOW_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return answer;
    }

    private String srsClients() {
        return "{\"code\":0,\"clients\":[{\"id\":\"srs-client\",\"url\":\"/live/%1$s\",\"name\":\"%1$s\",\"publish\":true}]}"
                .formatted(publishing);
    }

    private String paths() {
        return ("{\"items\":[{\"name\":\"live/%s\",\"ready\":true,"
                        + "\"source\":{\"type\":\"rtmpConn\",\"id\":\"mtx-conn\"}}]}")
                .formatted(publishing);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
