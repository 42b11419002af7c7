package io.rtcroom.stack.edge;

import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;

/** What the edge answers itself, in the services' own form (RFC 9457). */
enum Refusal {
    NOT_FOUND(404, "not-found", "There is no such resource"),
    BODY_TOO_LARGE(413, "body-too-large", "The body is too large"),
    UNAVAILABLE(503, "unavailable", "A part this request needs is not reachable");

    private final int status;
    private final String type;
    private final String title;

    Refusal(int status, String type, String title) {
        this.status = status;
        this.type = type;
        this.title = title;
    }

    void send(HttpServerResponse response, String detail) {
        if (response.ended() || response.closed()) return;
        if (response.headWritten()) {
            response.reset();
            return;
        }
        if (this == UNAVAILABLE) response.putHeader("Retry-After", "1");
        if (this == BODY_TOO_LARGE) response.putHeader("Connection", "close"); // the rest of it is not read
        response.setStatusCode(status)
                .putHeader("Content-Type", "application/problem+json")
                .putHeader("Access-Control-Allow-Origin", "*")
                .end(new JsonObject()
                        .put("type", "urn:rtcroom:problem:" + type)
                        .put("title", title)
                        .put("status", status)
                        .put("detail", detail)
                        .toBuffer());
    }
}
