package io.rtcroom.stack.edge;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpServerRequest;
import java.util.Optional;

/** One listener: finds the route and reads the body, which is never large here. */
final class Proxy implements Handler<HttpServerRequest> {
    private static final int LARGEST_BODY = 2 * 1024 * 1024;

    private final Vertx vertx;
    private final HttpClient client;
    private final Replicas replicas;
    private final RouteTable routes;

    Proxy(Vertx vertx, HttpClient client, Replicas replicas, RouteTable routes) {
        this.vertx = vertx;
        this.client = client;
        this.replicas = replicas;
        this.routes = routes;
    }

    @Override
    public void handle(HttpServerRequest request) {
        String path = pathOf(request.uri());
        if (routes == RouteTable.PUBLIC && path.equals("/")) {
            Listing.send(request.response());
            return;
        }
        Optional<Route> route = routes.find(path);
        if (route.isEmpty()) {
            Refusal.NOT_FOUND.send(request.response(), "nothing is served at this path");
            return;
        }
        var body = Buffer.buffer();
        request.handler(chunk -> {
            if (body.length() <= LARGEST_BODY) body.appendBuffer(chunk);
            if (body.length() > LARGEST_BODY)
                Refusal.BODY_TOO_LARGE.send(request.response(), "at most " + LARGEST_BODY + " bytes");
        });
        request.endHandler(end -> {
            if (body.length() <= LARGEST_BODY) forward(request, route.get(), body);
        });
    }

    private void forward(HttpServerRequest request, Route route, Buffer body) {
        boolean internal = routes == RouteTable.INTERNAL;
        new Forwarding(vertx, client, request, route, body, internal, replicas.inTurn(route.service())).start();
    }

    /** Not {@code request.path()}: that one is already normalised. */
    private static String pathOf(String uri) {
        int query = uri.indexOf('?');
        return query < 0 ? uri : uri.substring(0, query);
    }
}
