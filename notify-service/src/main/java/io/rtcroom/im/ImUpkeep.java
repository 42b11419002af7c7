package io.rtcroom.im;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.concurrent.atomic.AtomicLong;

/** Counts what waits and forgets what is over. */
@Singleton
class ImUpkeep {
    private final ImProvider provider;
    private final ImGroups groups;
    private final ImTasks tasks;
    private final ImConfig config;
    private final AtomicLong backlog;
    private final AtomicLong dead;

    ImUpkeep(ImProvider provider, ImGroups groups, ImTasks tasks, ImConfig config, MeterRegistry meters) {
        this.provider = provider;
        this.groups = groups;
        this.tasks = tasks;
        this.config = config;
        backlog = meters.gauge("rtcroom.im.backlog", new AtomicLong());
        dead = meters.gauge("rtcroom.im.dead", new AtomicLong());
    }

    @Scheduled(identity = "im-backlog", every = "5s", delayed = "5s", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> count() {
        if (!provider.isRemote()) return Uni.createFrom().voidItem();
        return tasks.count()
                .invoke(counts -> {
                    backlog.set(counts.backlog());
                    dead.set(counts.dead());
                })
                .replaceWithVoid();
    }

    @Scheduled(identity = "im-purge", every = "60s", delayed = "75s", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> purge() {
        if (!provider.isRemote()) return Uni.createFrom().voidItem();
        return tasks.purge(config.retention()).chain(() -> groups.purge(config.retention()));
    }
}
