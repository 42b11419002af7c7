package io.rtcroom.webhook;

import io.rtcroom.event.Traceparent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.tracing.TracingPolicy;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.core.http.HttpClient;
import io.vertx.mutiny.core.http.HttpClientRequest;
import io.vertx.mutiny.core.http.HttpClientResponse;
import jakarta.inject.Singleton;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.TimeoutException;

/** Makes one attempt. It follows no redirect, keeps no connection and reads no more than it must. */
@Singleton
class Courier {
    private static final Duration LONGEST_RETRY_AFTER = Duration.ofDays(1);

    private final Targets targets;
    private final WebhookConfig config;
    private final Clock clock;
    private final HttpClient client;

    Courier(Targets targets, WebhookConfig config, Clock clock, Vertx vertx) {
        this.targets = targets;
        this.config = config;
        this.clock = clock;
        // A connection of its own for each attempt: the next one may be checked to go elsewhere.
        client = vertx.createHttpClient(new HttpClientOptions()
                .setKeepAlive(false)
                .setMaxPoolSize(config.concurrency())
                // The request carries its event's trace and begins none.
                .setTracingPolicy(TracingPolicy.IGNORE)
                .setConnectTimeout((int) config.timeout().toMillis()));
    }

    /** Never fails: whatever happens is an attempt. */
    Uni<Attempt> deliver(Delivery delivery) {
        long from = System.nanoTime();
        return Uni.createFrom()
                .deferred(() -> attempt(delivery))
                .ifNoItem()
                .after(config.timeout())
                .failWith(TimeoutException::new)
                .onFailure()
                .recoverWithItem(e -> new Attempt(0, reason(e), Duration.ZERO, Duration.ZERO))
                .map(made -> new Attempt(
                        made.status(), made.error(), made.retryAfter(), Duration.ofNanos(System.nanoTime() - from)));
    }

    private Uni<Attempt> attempt(Delivery delivery) {
        URI uri = targets.require(delivery.url());
        return targets.locate(uri)
                .chain(address -> client.request(options(uri, address)))
                .chain(request -> send(request, delivery));
    }

    /** Connects to the address that was checked; the name is for the Host header and the certificate. */
    private RequestOptions options(URI uri, InetSocketAddress address) {
        String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        return new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setServer(SocketAddress.inetSocketAddress(address))
                .setHost(uri.getHost())
                .setPort(Targets.port(uri))
                .setSsl(uri.getScheme().equals("https"))
                .setURI(uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery())
                .setFollowRedirects(false)
                .setTimeout(config.timeout().toMillis());
    }

    private Uni<Attempt> send(HttpClientRequest request, Delivery delivery) {
        long timestamp = clock.instant().getEpochSecond();
        request.putHeader("Content-Type", "application/json")
                .putHeader("User-Agent", "RTCRoom")
                .putHeader("webhook-id", delivery.eventId().toString())
                .putHeader("webhook-timestamp", Long.toString(timestamp))
                .putHeader("webhook-signature", delivery.signatures(timestamp));
        String traceparent = delivery.traceparent();
        if (traceparent != null) request.putHeader(Traceparent.NAME, traceparent);
        return request.send(Buffer.buffer(delivery.body().getBytes(StandardCharsets.UTF_8)))
                .chain(response -> drain(request, response))
                .onTermination()
                .invoke((attempt, failure, cancelled) -> {
                    if (failure != null || cancelled) request.reset();
                });
    }

    /** Reads the answer to its end without keeping it. */
    private Uni<Attempt> drain(HttpClientRequest request, HttpClientResponse response) {
        return Uni.createFrom().emitter(emitter -> {
            int[] bytes = {0};
            response.exceptionHandler(emitter::fail)
                    .endHandler(() -> emitter.complete(judge(response)))
                    .handler(part -> {
                        bytes[0] += part.length();
                        if (bytes[0] <= config.maxAnswer()) return;
                        emitter.complete(new Attempt(
                                response.statusCode(), "the answer is too long", Duration.ZERO, Duration.ZERO));
                        request.reset();
                    });
        });
    }

    private Attempt judge(HttpClientResponse response) {
        int status = response.statusCode();
        String error = status / 100 == 2 ? null : "status " + status;
        return new Attempt(status, error, retryAfter(response.getHeader("Retry-After")), Duration.ZERO);
    }

    /** Seconds or a date; what is neither asks for nothing. */
    private Duration retryAfter(String header) {
        if (header == null) return Duration.ZERO;
        Duration asked;
        try {
            asked = header.matches("[0-9]{1,9}")
                    ? Duration.ofSeconds(Long.parseLong(header))
                    : Duration.between(
                            clock.instant(),
                            ZonedDateTime.parse(header, DateTimeFormatter.RFC_1123_DATE_TIME)
                                    .toInstant());
        } catch (DateTimeException e) {
            return Duration.ZERO;
        }
        if (asked.isNegative()) return Duration.ZERO;
        return asked.compareTo(LONGEST_RETRY_AFTER) > 0 ? LONGEST_RETRY_AFTER : asked;
    }

    /** For the log that the endpoint's owner reads: no class of ours, and nothing about where we are. */
    private static String reason(Throwable failure) {
        return switch (failure) {
            case Targets.Forbidden forbidden -> forbidden.getMessage();
            case TimeoutException timeout -> "no answer in time";
            case java.net.UnknownHostException unknown -> "the name does not resolve";
            case java.net.ConnectException refused -> "the connection was refused";
            case javax.net.ssl.SSLException tls -> "TLS failed";
            default -> "the connection failed";
        };
    }
}
