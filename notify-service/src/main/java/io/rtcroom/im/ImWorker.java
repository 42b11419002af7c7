package io.rtcroom.im;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.rtcroom.im.ImGroups.Lease;
import io.rtcroom.im.ImLine.Step;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;

/** Serves groups that have something due, one call at a time for each. Any replica takes any group. */
@Singleton
class ImWorker {
    private static final Logger LOG = Logger.getLogger(ImWorker.class);
    /** For what another replica left, for retries and for repeats; what comes in here wakes the worker at once. */
    private static final long LOOK_MILLIS = 200;

    private final ImGroups groups;
    private final ImLine line;
    private final ImProvider provider;
    private final ImConfig config;
    private final Vertx vertx;
    private final AtomicInteger serving = new AtomicInteger();
    private final AtomicBoolean looking = new AtomicBoolean();
    private final AtomicBoolean again = new AtomicBoolean();
    private volatile boolean stopped;

    ImWorker(ImGroups groups, ImLine line, ImProvider provider, ImConfig config, Vertx vertx) {
        this.groups = groups;
        this.line = line;
        this.provider = provider;
        this.config = config;
        this.vertx = vertx;
    }

    void start(@Observes StartupEvent event) {
        if (provider.isRemote()) vertx.setPeriodic(LOOK_MILLIS, timer -> wake());
    }

    void stop(@Observes ShutdownEvent event) {
        stopped = true;
    }

    /** Looks for due groups, now or right after the look that is under way. */
    void wake() {
        int free = config.concurrency() - serving.get();
        if (stopped || free <= 0 || !provider.isRemote()) return;
        if (!looking.compareAndSet(false, true)) {
            again.set(true);
            return;
        }
        groups.leaseDue(free)
                .onTermination()
                .invoke(this::looked)
                .subscribe()
                .with(leases -> leases.forEach(this::serve), e -> LOG.warnf("IM tasks wait: %s", e.toString()));
    }

    private void looked() {
        looking.set(false);
        if (again.getAndSet(false)) wake();
    }

    /** Works off the group's line until nothing is due; what fails on the way is found again when the lease ends. */
    void serve(Lease lease) {
        serving.incrementAndGet();
        Uni.createFrom()
                .deferred(() -> step(lease))
                .repeat()
                .whilst(more -> more && !stopped)
                .onTermination()
                .invoke(this::served)
                .subscribe()
                .with(more -> {}, e -> LOG.warnf("IM group waits: groupId=%s %s", lease.groupId(), e.toString()));
    }

    private void served() {
        serving.decrementAndGet();
        wake();
    }

    /** One task; says whether to go on. */
    Uni<Boolean> step(Lease lease) {
        return line.next(lease).chain(step -> {
            if (step == null) return Uni.createFrom().item(false);
            return switch (step.call()) {
                case NONE -> Uni.createFrom().item(true);
                case ENSURE -> book(lease, step, provider.ensureGroup(lease.groupId()));
                case NOTIFY -> book(lease, step, provider.notifyMembers(lease.groupId()));
                case DESTROY -> book(lease, step, provider.destroyGroup(lease.groupId()));
                case MESSAGE ->
                    book(
                            lease,
                            step,
                            provider.sendToGroup(
                                    lease.groupId(), ImText.read(step.task().payload())));
                case DIRECT ->
                    book(
                            lease,
                            step,
                            provider.sendToUser(ImText.read(step.task().payload())));
                case KICK -> book(lease, step, provider.kick(step.task().payload()));
            };
        });
    }

    private Uni<Boolean> book(Lease lease, Step step, Uni<ImOutcome> call) {
        return call.chain(outcome -> line.finish(lease, step, outcome));
    }
}
