package io.rtcroom.address;

import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/**
 * Walks the way to url-service a few times before this replica takes requests: in processes that have just started the
 * first walk may take longer than a join is willing to wait. Nothing depends on its outcome.
 */
@Singleton
public class Rehearsal {
    private static final String USER = "rehearsal";
    /** Enough to meet every replica of a small deployment. */
    private static final int ROUNDS = 6;

    private final Streams streams;
    private volatile boolean over;

    Rehearsal(Streams streams) {
        this.streams = streams;
    }

    public boolean isOver() {
        return over;
    }

    void start(@Observes StartupEvent event) {
        Multi.createFrom()
                .range(0, ROUNDS)
                .onItem()
                .transformToUniAndConcatenate(round -> walk())
                .collect()
                .last()
                .subscribe()
                .with(ignored -> over = true, ignored -> over = true);
    }

    private Uni<StreamAddresses> walk() {
        return streams.allocate(USER, null)
                .chain(addresses -> streams.verify(USER, addresses.pushUrl()))
                .onFailure()
                .recoverWithNull();
    }
}
