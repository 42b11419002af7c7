package io.rtcroom.stack.edge;

import io.rtcroom.stack.config.Addresses;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.time.Duration;

/**
 * Asks every replica regularly whether it is ready. One that is about to end says so here first, and one that is paused
 * still accepts connections: a request that may take long to answer cannot find that out for itself.
 */
final class Watch {
    private static final String READY = "/q/health/ready";
    private static final long EVERY = Duration.ofSeconds(1).toMillis();
    private static final long PATIENCE = Duration.ofMillis(1_500).toMillis();

    private final HttpClient client;
    private final Replicas replicas;

    Watch(HttpClient client, Replicas replicas) {
        this.client = client;
        this.replicas = replicas;
    }

    void start(Vertx vertx) {
        vertx.setPeriodic(EVERY, tick -> replicas.all().forEach(replica -> look(vertx, replica)));
    }

    private void look(Vertx vertx, Replica replica) {
        var options = new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setHost(Addresses.HOST)
                .setPort(replica.port())
                .setURI(READY);
        client.request(options).onFailure(refused -> replica.setReady(false)).onSuccess(request -> {
            long timer = vertx.setTimer(PATIENCE, late -> request.reset());
            request.send()
                    .compose(response -> response.body().map(read -> response.statusCode()))
                    .onComplete(any -> vertx.cancelTimer(timer))
                    .onSuccess(status -> replica.setReady(status == 200))
                    .onFailure(silent -> replica.setReady(false));
        });
    }
}
