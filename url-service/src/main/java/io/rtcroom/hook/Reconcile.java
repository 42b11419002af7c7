package io.rtcroom.hook;

import io.rtcroom.loop.Recurring;
import io.rtcroom.media.MediaConfig;
import io.rtcroom.media.MediaServers;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;

/** Asks the media servers who publishes, where they do not say so by themselves: hooks are hints, and hints get lost. */
@Singleton
class Reconcile implements Recurring {
    private final MediaServers servers;
    private final Gate gate;
    private final MediaConfig config;

    Reconcile(MediaServers servers, Gate gate, MediaConfig config) {
        this.servers = servers;
        this.gate = gate;
        this.config = config;
    }

    @Override
    public String name() {
        return "media reconcile";
    }

    @Override
    public Uni<Duration> run() {
        return servers.publishers()
                .chain(sightings -> Multi.createFrom()
                        .iterable(sightings)
                        .onItem()
                        .transformToUniAndConcatenate(gate::confirmed)
                        .collect()
                        .last())
                .replaceWith(config.confirmEvery());
    }
}
