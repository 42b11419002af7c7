package io.rtcroom.compat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.vertx.http.runtime.RouteConstants;
import io.rtcroom.problem.ProblemException;
import io.rtcroom.problem.ProblemType;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Optional;

/**
 * HTTP as old clients speak it, on the bare router: JAX-RS would answer their odd content types, bodies and slashes
 * with statuses they take for a broken connection. A client that goes away cancels nothing here, the work is done.
 */
@Singleton
class CompatRoute {
    private static final String PATHS = "/+weapp(/.*)?";
    /** Before the limit for all bodies, whose answer is a bare 413 that browsers may not even read. */
    private static final int ORDER = RouteConstants.ROUTE_ORDER_UPLOAD_LIMIT - 1;

    private final Dialect dialect;

    CompatRoute(Dialect dialect) {
        this.dialect = dialect;
    }

    void register(@Observes Router router) {
        router.routeWithRegex(PATHS).order(ORDER).handler(this::handle);
    }

    private void handle(RoutingContext context) {
        HttpServerRequest request = context.request();
        Cors.allow(request, request.response());
        if (request.method() == HttpMethod.OPTIONS) {
            request.response().setStatusCode(204).end();
            return;
        }
        Optional<Endpoint> endpoint = Endpoint.find(request.method(), context.normalizedPath());
        Body body = Body.of(request.getHeader(HttpHeaders.CONTENT_TYPE));
        new CappedBody(body.maxBytes()).read(request, bytes -> Uni.createFrom()
                .deferred(() -> answer(endpoint, request, body, bytes))
                .onFailure()
                .recoverWithItem(Answers::refusal)
                .subscribe()
                .with(answer -> respond(request.response(), endpoint.isPresent() ? 200 : 404, answer)));
    }

    /** @param bytes null if there were too many */
    private Uni<ObjectNode> answer(Optional<Endpoint> endpoint, HttpServerRequest request, Body body, Buffer bytes) {
        if (endpoint.isEmpty())
            throw new ProblemException(ProblemType.NOT_FOUND, "there is no %s %s", request.method(), request.path());
        if (bytes == null)
            throw new ProblemException(
                    ProblemType.BODY_TOO_LARGE, "the body must be at most %d bytes", body.maxBytes());
        return dialect.answer(
                endpoint.get(), new CompatRequest(UrlEncoded.query(request.query()), body.read(bytes.getBytes())));
    }

    private static void respond(HttpServerResponse response, int status, ObjectNode answer) {
        if (response.closed()) return;
        response.setStatusCode(status)
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/json; charset=utf-8")
                .end(answer.toString());
    }
}
