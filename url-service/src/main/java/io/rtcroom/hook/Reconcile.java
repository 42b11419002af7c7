package io.rtcroom.hook;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.rtcroom.loop.Loop;
import io.rtcroom.media.MediaConfig;
import io.rtcroom.media.MediaServers;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;

/** Asks the media servers who publishes, where they do not say so by themselves: hooks are hints, and hints get lost. */
@Singleton
class Reconcile {
    private final MediaServers servers;
    private final Gate gate;
    private final MediaConfig config;
    private final Loop loop;

    Reconcile(MediaServers servers, Gate gate, MediaConfig config, Vertx vertx) {
        this.servers = servers;
        this.gate = gate;
        this.config = config;
        loop = new Loop("media reconcile", vertx, this::ask);
    }

    void start(@Observes StartupEvent event) {
        loop.start();
    }

    void stop(@Observes ShutdownEvent event) {
        loop.stop();
    }

    private Uni<Duration> ask() {
        return servers.publishers()
                .chain(publishers -> Multi.createFrom()
                        .iterable(publishers)
                        .onItem()
                        .transformToUniAndConcatenate(gate::confirmed)
                        .collect()
                        .last())
                .replaceWith(config.confirmEvery());
    }
}
