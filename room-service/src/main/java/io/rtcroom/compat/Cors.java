package io.rtcroom.compat;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;

/** Any web page may call, since no cookies are used: the token is in the query (protocol.md §1.5). */
final class Cors {
    private static final String USUAL_HEADERS =
            "Content-Type, Access-Control-Allow-Headers, Authorization, X-Requested-With";

    private Cors() {}

    static void allow(HttpServerRequest request, HttpServerResponse response) {
        String origin = request.getHeader(HttpHeaders.ORIGIN);
        String headers = request.getHeader(HttpHeaders.ACCESS_CONTROL_REQUEST_HEADERS);
        response.putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, origin == null ? "*" : origin)
                .putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_METHODS, "GET, POST, OPTIONS")
                .putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_HEADERS, headers == null ? USUAL_HEADERS : headers)
                .putHeader(HttpHeaders.ACCESS_CONTROL_MAX_AGE, "3600")
                .putHeader(HttpHeaders.VARY, HttpHeaders.ORIGIN);
    }
}
