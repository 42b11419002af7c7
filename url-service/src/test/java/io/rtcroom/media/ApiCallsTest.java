package io.rtcroom.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Of a file server that may know nothing of ranges. */
class ApiCallsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int ENDLESS = 0;

    private final Vertx vertx = Vertx.vertx();
    private final ApiCalls calls = new ApiCalls(
            vertx,
            new SmallRyeConfigBuilder()
                    .addDiscoveredConverters()
                    .withMapping(MediaConfig.class)
                    .build()
                    .getConfigMapping(MediaConfig.class));
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.createContext("/part", exchange -> answer(exchange, 206, 4));
        server.createContext("/whole", exchange -> answer(exchange, 200, ENDLESS));
        server.createContext("/large-part", exchange -> answer(exchange, 206, 65_537));
        server.createContext("/endless-part", exchange -> answer(exchange, 206, ENDLESS));
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
        vertx.close();
    }

    @Test
    void aPartIsRead() {
        assertEquals(1_000_000, part("/part").size());
        assertEquals(4, part("/part").bytes().length());
    }

    @Test
    void whatIsMoreThanAPartIsNotRead() {
        assertNull(part("/whole"));
        assertNull(part("/large-part"));
        assertNull(part("/endless-part"));
    }

    private ApiCalls.Part part(String path) {
        return calls.part("http://127.0.0.1:" + server.getAddress().getPort() + path, "bytes=-4")
                .await()
                .atMost(PATIENCE);
    }

    /** Whoever reads an endless answer to its end waits in vain. */
    private static void answer(HttpExchange exchange, int status, int length) throws IOException {
        exchange.getResponseHeaders().add("Content-Range", "bytes 999996-999999/1000000");
        exchange.sendResponseHeaders(status, length);
        exchange.getResponseBody().write(new byte[4]);
        exchange.getResponseBody().flush();
        if (length == 4) exchange.close();
    }
}
