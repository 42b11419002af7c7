package io.rtcroom.history;

import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.function.Supplier;

/** Forgets what is past its retention, in small bites. Any number of replicas may do it at once. */
@Singleton
class HistoryPurge {
    private final Events events;
    private final Followers followers;
    private final HistoryConfig config;

    HistoryPurge(Events events, Followers followers, HistoryConfig config) {
        this.events = events;
        this.followers = followers;
        this.config = config;
    }

    @Scheduled(
            identity = "history-purge",
            every = "60s",
            delayed = "60s",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> purge() {
        return inBites(() -> events.purge(config.retention(), config.purgeBatch()))
                .chain(() -> inBites(() -> followers.purge(config.retention(), config.purgeBatch())));
    }

    private Uni<Void> inBites(Supplier<Uni<Integer>> bite) {
        return Uni.createFrom()
                .deferred(bite::get)
                .repeat()
                .whilst(deleted -> deleted >= config.purgeBatch())
                .collect()
                .last()
                .replaceWithVoid();
    }
}
