package io.rtcroom.standin;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** A request, read in full; of a repeated query key the first value counts. */
record Request(String method, String path, Map<String, String> query, String contentType, String body) {

    static Request read(HttpExchange exchange) throws IOException {
        String contentType = exchange.getRequestHeaders().getFirst("Content-Type");
        byte[] body = exchange.getRequestBody().readAllBytes();
        return new Request(
                exchange.getRequestMethod(),
                exchange.getRequestURI().getPath(),
                parse(exchange.getRequestURI().getRawQuery()),
                contentType == null ? "" : contentType,
                new String(body, StandardCharsets.UTF_8));
    }

    String parameter(String name) {
        return query.getOrDefault(name, "");
    }

    private static Map<String, String> parse(String query) {
        Map<String, String> values = new LinkedHashMap<>();
        if (query == null) return values;
        for (String pair : query.split("&")) {
            int at = pair.indexOf('=');
            values.putIfAbsent(
                    decode(at < 0 ? pair : pair.substring(0, at)), at < 0 ? "" : decode(pair.substring(at + 1)));
        }
        return values;
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
