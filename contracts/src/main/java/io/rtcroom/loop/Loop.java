package io.rtcroom.loop;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import java.time.Duration;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Runs one piece of work again and again, never twice at once, and outlives every failure of it. A run that takes
 * longer than its limit counts as failed, so that a lost answer cannot stop the loop for good.
 */
final class Loop {
    private static final Logger LOG = Logger.getLogger(Loop.class);
    private static final Duration RUN_LIMIT = Duration.ofSeconds(20);
    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofMillis(500);

    private final String name;
    private final Context context;
    private final Supplier<Uni<? extends Duration>> work;
    private volatile boolean stopped;
    private volatile long lastSuccess = System.nanoTime();
    private boolean failing;

    /** @param work one run; its item says how long to wait before the next */
    Loop(String name, Vertx vertx, Supplier<Uni<? extends Duration>> work) {
        this.name = name;
        this.work = work;
        context = ((VertxInternal) vertx).createEventLoopContext();
    }

    void start() {
        context.runOnContext(ignored -> run());
    }

    void stop() {
        stopped = true;
    }

    /** Since the last run that succeeded. */
    Duration age() {
        return Duration.ofNanos(System.nanoTime() - lastSuccess);
    }

    private void run() {
        if (stopped) return;
        Uni.createFrom()
                .deferred(work)
                .ifNoItem()
                .after(RUN_LIMIT)
                .fail()
                .subscribe()
                .with(this::succeeded, this::failed);
    }

    private void succeeded(Duration pause) {
        if (failing) LOG.infof("%s works again", name);
        failing = false;
        lastSuccess = System.nanoTime();
        again(pause);
    }

    private void failed(Throwable failure) {
        // One line per outage, not one per attempt.
        if (!failing && !stopped) LOG.warnf("%s failed, trying on: %s", name, failure.toString());
        failing = true;
        again(PAUSE_AFTER_FAILURE);
    }

    private void again(Duration pause) {
        if (stopped) return;
        context.owner().setTimer(Math.max(1, pause.toMillis()), ignored -> context.runOnContext(again -> run()));
    }
}
