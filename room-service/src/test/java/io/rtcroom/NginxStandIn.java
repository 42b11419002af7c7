package io.rtcroom;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * nginx-rtmp's control of recorders and its folder of recordings, without pictures. What happens to a stream is said to it
 * at {@code /publish?S}, {@code /leave?S} (its file is complete), {@code /crash?S} (its file is lost, and it goes on) and
 * {@code /deafen?S} (orders about it fail); {@code /files} lists the folder.
 */
public final class NginxStandIn {
    public static final String PROPERTY = "nginx-stand-in.origin";
    public static final long DURATION = 0x1_00_00_07L;

    private final HttpServer server;
    private final Set<String> publishing = ConcurrentHashMap.newKeySet();
    private final Set<String> deaf = ConcurrentHashMap.newKeySet();
    private final Map<String, String> writing = new ConcurrentHashMap<>();
    private final Map<String, byte[]> files = new ConcurrentHashMap<>();
    private final AtomicInteger number = new AtomicInteger();

    private NginxStandIn(HttpServer server) {
        this.server = server;
    }

    static NginxStandIn start() throws IOException {
        var standIn = new NginxStandIn(HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0));
        standIn.server.createContext("/", standIn::answer);
        standIn.server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        standIn.server.start();
        return standIn;
    }

    String origin() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String query = String.valueOf(exchange.getRequestURI().getQuery());
        if (path.startsWith("/recordings/")) {
            serve(exchange, path.substring("/recordings/".length()));
            return;
        }
        String stream = query.replaceFirst(".*name=([^&]*).*", "$1");
        if (path.startsWith("/control/") && deaf.contains(stream)) {
            send(exchange, 500, "");
            return;
        }
        send(
                exchange,
                200,
                switch (path) {
                    case "/publish" -> String.valueOf(publishing.add(stream));
                    case "/leave" -> publishing.remove(stream) + complete(stream);
                    case "/crash" -> String.valueOf(writing.remove(stream));
                    case "/deafen" -> String.valueOf(deaf.add(stream));
                    case "/files" -> String.join("\n", files.keySet());
                    case "/control/record/start" -> begin(stream);
                    case "/control/record/stop" -> complete(stream);
                    default -> throw new IOException("nobody asks for " + path);
                });
    }

    private String begin(String stream) {
        String file = stream + "-" + number.incrementAndGet() + ".flv";
        boolean begins = publishing.contains(stream) && writing.putIfAbsent(stream, file) == null;
        return begins ? "/var/recordings/" + file : "";
    }

    private String complete(String stream) {
        String file = writing.remove(stream);
        if (file == null) return "";
        files.put(file, flv());
        return "/var/recordings/" + file;
    }

    /** A header, and one tag without data; its time is in the lower three bytes first. */
    private static byte[] flv() {
        return ByteBuffer.allocate(13 + 11 + 4)
                .put("FLV".getBytes(StandardCharsets.US_ASCII))
                .position(13)
                .put(new byte[] {9, 0, 0, 0, 0, 0, 7, 1, 0, 0, 0})
                .putInt(11)
                .array();
    }

    private void serve(HttpExchange exchange, String name) throws IOException {
        byte[] file = exchange.getRequestMethod().equals("DELETE") ? files.remove(name) : files.get(name);
        if (file == null || exchange.getRequestMethod().equals("DELETE")) {
            send(exchange, file == null ? 404 : 204, "");
            return;
        }
        String[] range = exchange.getRequestHeaders()
                .getFirst("Range")
                .replace("bytes=", "")
                .split("-");
        int from = range[0].isEmpty() ? file.length - Integer.parseInt(range[1]) : Integer.parseInt(range[0]);
        int to = range[0].isEmpty() ? file.length : Integer.parseInt(range[1]) + 1;
        exchange.getResponseHeaders().add("Content-Range", "bytes " + from + "-" + (to - 1) + "/" + file.length);
        exchange.sendResponseHeaders(206, to - from);
        exchange.getResponseBody().write(Arrays.copyOfRange(file, from, to));
        exchange.close();
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        if (bytes.length > 0) exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
