package io.rtcroom;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;

/** The vendor's platform as far as it tells which streams are live: those it was told of at {@code /live?S}. */
public final class VendorStandIn {
    public static final String PROPERTY = "vendor-stand-in.origin";

    private final HttpServer server;
    private final Set<String> live = ConcurrentHashMap.newKeySet();

    private VendorStandIn(HttpServer server) {
        this.server = server;
    }

    static VendorStandIn start() throws IOException {
        var standIn = new VendorStandIn(HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0));
        standIn.server.createContext("/", standIn::answer);
        standIn.server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        standIn.server.start();
        return standIn;
    }

    String origin() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private void answer(HttpExchange exchange) throws IOException {
        String query = exchange.getRequestURI().getQuery();
        if (exchange.getRequestURI().getPath().equals("/live")) live.add(query);
        boolean isLive = live.contains(query.replaceFirst(".*Param\\.s\\.channel_id=", ""));
        byte[] bytes = (isLive
                        ? "{\"ret\":0,\"message\":\"\",\"output\":[{\"rate_type\":0,\"recv_type\":1,\"status\":1}]}"
                        : "{\"ret\":20601,\"message\":\"never pushed\"}")
                .getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
