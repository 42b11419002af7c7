package io.rtcroom.stack.edge;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.Locale;
import java.util.Set;

/** Which headers pass, and which we add. */
final class Headers {
    /** They concern one connection (RFC 9110 §7.6.1). */
    private static final Set<String> HOP_BY_HOP = Set.of(
            "connection",
            "keep-alive",
            "proxy-authenticate",
            "proxy-authorization",
            "proxy-connection",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade",
            "http2-settings",
            "expect");

    private static final Set<String> OURS =
            Set.of("x-forwarded-for", "x-forwarded-proto", "x-forwarded-host", "content-length");
    private static final String INTERNAL_KEY = "x-rtcroom-internal-key";

    private Headers() {}

    static void forward(HttpServerRequest from, MultiMap to, boolean internal) {
        from.headers().forEach((name, value) -> {
            String lower = name.toLowerCase(Locale.ROOT);
            if (HOP_BY_HOP.contains(lower) || OURS.contains(lower)) return;
            if (lower.equals(INTERNAL_KEY) && !internal) return;
            to.add(name, value);
        });
        // Nobody is in front of us, so what a client claims about its way here is not passed on.
        to.set("X-Forwarded-For", from.remoteAddress().hostAddress());
        to.set("X-Forwarded-Proto", "http");
        String host = from.getHeader(HttpHeaders.HOST);
        if (host != null) to.set("X-Forwarded-Host", host);
    }

    static void backward(MultiMap from, MultiMap to) {
        from.forEach((name, value) -> {
            if (!HOP_BY_HOP.contains(name.toLowerCase(Locale.ROOT))) to.add(name, value);
        });
    }
}
