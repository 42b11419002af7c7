package io.rtcroom.inbox;

import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;

/** Counts what waits and forgets what ended long ago. */
@Singleton
class InboxUpkeep {
    private final Subjects subjects;
    private final WaitingEvents waiting;
    private final InboxConfig config;

    InboxUpkeep(Subjects subjects, WaitingEvents waiting, InboxConfig config) {
        this.subjects = subjects;
        this.waiting = waiting;
        this.config = config;
    }

    @Scheduled(identity = "inbox-gaps", every = "5s", delayed = "5s", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> count() {
        return waiting.count();
    }

    @Scheduled(identity = "inbox-purge", every = "60s", delayed = "90s", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> purge() {
        return subjects.purge(config.subjectRetention(), config.purgeBatch()).replaceWithVoid();
    }
}
