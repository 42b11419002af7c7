package io.rtcroom.stack.edge;

import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** What {@code GET /} tells a visitor. */
final class Listing {
    private Listing() {}

    static void send(HttpServerResponse response) {
        var documents = new JsonArray();
        RouteTable.PUBLIC.routes().stream()
                .filter(route -> route.target() != null)
                .forEach(route -> documents.add(route.prefix()));
        response.putHeader("Content-Type", "application/json")
                .end(new JsonObject()
                                .put("name", "RTCRoom")
                                .put("api", "/v1")
                                .put("old", "/weapp")
                                .put("documents", documents)
                                .encodePrettily()
                        + "\n");
    }
}
