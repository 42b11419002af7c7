package io.rtcroom.stack.edge;

import io.rtcroom.stack.config.Addresses;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.RequestOptions;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The way of one request to a replica and of the answer back. Another replica is tried when no connection could be
 * opened, for then nothing was sent, and when a request that only reads got no answer.
 */
final class Forwarding {
    private static final Set<HttpMethod> SAFE = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);
    private static final long PATIENCE = Duration.ofSeconds(10).toMillis();
    private static final long PATIENCE_BEFORE_ANOTHER = Duration.ofSeconds(3).toMillis();

    private static final long CONTINUE_PATIENCE = Duration.ofSeconds(1).toMillis();
    private static final int LARGE_BODY = 64 * 1024;

    private final Vertx vertx;
    private final HttpClient client;
    private final HttpServerRequest request;
    private final Route route;
    private final Buffer body;
    private final boolean internal;
    private final Iterator<Replica> replicas;
    private HttpClientRequest upstream;
    private boolean abandoned;

    Forwarding(
            Vertx vertx,
            HttpClient client,
            HttpServerRequest request,
            Route route,
            Buffer body,
            boolean internal,
            List<Replica> replicas) {
        this.vertx = vertx;
        this.client = client;
        this.request = request;
        this.route = route;
        this.body = body;
        this.internal = internal;
        this.replicas = replicas.iterator();
    }

    void start() {
        request.response().closeHandler(gone -> abandon());
        tryNext();
    }

    /** The client went away: so do we, and the service learns of it. */
    private void abandon() {
        abandoned = true;
        if (upstream != null) upstream.reset();
    }

    private void tryNext() {
        if (abandoned) return;
        if (!replicas.hasNext()) {
            Refusal.UNAVAILABLE.send(request.response(), route.service() + " does not answer");
            return;
        }
        Replica replica = replicas.next();
        var options = new RequestOptions()
                .setMethod(request.method())
                .setHost(Addresses.HOST)
                .setPort(replica.port())
                .setURI(route.targetOf(request.uri()));
        client.request(options).onSuccess(opened -> send(opened, replica)).onFailure(refused -> {
            replica.rest();
            tryNext();
        });
    }

    private void send(HttpClientRequest opened, Replica replica) {
        upstream = opened;
        if (abandoned) {
            opened.reset();
            return;
        }
        opened.exceptionHandler(told -> {}); // the future of the answer fails as well
        Headers.forward(request, opened.headers(), internal);
        long timer = route.held() ? -1 : vertx.setTimer(patience(), late -> giveUp(opened, replica));
        send(opened)
                .onComplete(any -> vertx.cancelTimer(timer))
                .onSuccess(answer -> answer(answer, replica))
                .onFailure(failure -> unanswered());
    }

    private Future<HttpClientResponse> send(HttpClientRequest opened) {
        return body.length() > LARGE_BODY ? sendWhenWanted(opened) : opened.send(body);
    }

    /** A service that refuses a large body closes the connection, and its answer would be lost while we still write. */
    private Future<HttpClientResponse> sendWhenWanted(HttpClientRequest opened) {
        opened.putHeader(HttpHeaders.EXPECT, HttpHeaders.CONTINUE)
                .putHeader(HttpHeaders.CONTENT_LENGTH, String.valueOf(body.length()));
        var sent = new AtomicBoolean();
        Runnable send = () -> {
            if (sent.compareAndSet(false, true)) opened.end(body);
        };
        long timer = vertx.setTimer(CONTINUE_PATIENCE, late -> send.run());
        opened.continueHandler(wanted -> send.run());
        opened.sendHead();
        return opened.response().onComplete(any -> {
            vertx.cancelTimer(timer);
            sent.set(true);
        });
    }

    private long patience() {
        return isSafe() && replicas.hasNext() ? PATIENCE_BEFORE_ANOTHER : PATIENCE;
    }

    private boolean isSafe() {
        return SAFE.contains(request.method());
    }

    private void giveUp(HttpClientRequest opened, Replica replica) {
        replica.rest();
        opened.reset();
    }

    private void unanswered() {
        if (isSafe()) tryNext();
        else Refusal.UNAVAILABLE.send(request.response(), route.service() + " did not answer");
    }

    private void answer(HttpClientResponse answer, Replica replica) {
        replica.answered();
        var response = request.response();
        if (abandoned || response.closed()) {
            upstream.reset();
            return;
        }
        response.setStatusCode(answer.statusCode()).setStatusMessage(answer.statusMessage());
        Headers.backward(answer.headers(), response.headers());
        boolean chunked = answer.getHeader(HttpHeaders.TRANSFER_ENCODING) != null;
        if (chunked) response.setChunked(true);
        answer.pipeTo(response).onFailure(broken -> response.reset()).onSuccess(piped -> {
            if (body.length() > LARGE_BODY) upstream.reset(); // it may never have been sent
        });
    }
}
