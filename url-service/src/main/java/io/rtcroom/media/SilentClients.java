package io.rtcroom.media;

import io.rtcroom.loop.Recurring;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.inject.Singleton;
import java.time.Duration;

/** Forgets clients that have gone without a word: the end of a play is told to one replica, a revocation to all. */
@Singleton
class SilentClients implements Recurring {
    private static final Duration PERIOD = Duration.ofMinutes(1);
    /** Reports come every 5 seconds, each to some replica. */
    private static final Duration SILENCE = Duration.ofMinutes(5);

    private final Clients clients;

    SilentClients(Clients clients) {
        this.clients = clients;
    }

    @Override
    public String name() {
        return "silent clients";
    }

    @Override
    public Uni<Duration> run() {
        return Uni.createFrom()
                .item(() -> {
                    clients.forgetSilentSince(System.nanoTime() - SILENCE.toNanos());
                    return PERIOD;
                })
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool());
    }
}
