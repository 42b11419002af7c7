package io.rtcroom.health;

import io.quarkus.vertx.http.HttpServerStart;
import io.rtcroom.credential.BearerAuthentication;
import io.rtcroom.credential.CredentialConfig;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.core.http.HttpClient;
import jakarta.enterprise.event.ObservesAsync;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Asks this replica for addresses before others may: in a process that has just started the first answers take longer
 * than a join is willing to wait. Nothing depends on their outcome.
 */
@Readiness
@Singleton
class Rehearsal implements HealthCheck {
    private static final int ROUNDS = 20;
    private static final Duration LONGEST = Duration.ofSeconds(10);
    private static final String REQUEST = "{\"userId\":\"rehearsal\"}";

    private final HttpClient client;
    private final String internalKey;
    private volatile boolean over;

    Rehearsal(Vertx vertx, CredentialConfig config) {
        client = vertx.createHttpClient();
        internalKey = config.internal().key().orElse("");
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("rehearsal").status(over).build();
    }

    void start(@ObservesAsync HttpServerStart started) {
        int port = started.options().getPort();
        Multi.createFrom()
                .range(0, ROUNDS)
                .onItem()
                .transformToUniAndConcatenate(round -> ask(port))
                .collect()
                .last()
                .ifNoItem()
                .after(LONGEST)
                .fail()
                .onTermination()
                .call(client::close)
                .subscribe()
                .with(ignored -> over = true, ignored -> over = true);
    }

    private Uni<Integer> ask(int port) {
        var options = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setHost("127.0.0.1")
                .setPort(port)
                .setURI("/internal/streams")
                .putHeader("Content-Type", "application/json")
                .putHeader(BearerAuthentication.INTERNAL_KEY_HEADER, internalKey);
        return client.request(options)
                .chain(request -> request.send(REQUEST))
                .chain(response -> response.body().replaceWith(response.statusCode()))
                .onFailure()
                .recoverWithItem(0);
    }
}
