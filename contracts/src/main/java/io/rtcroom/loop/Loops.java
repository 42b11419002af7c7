package io.rtcroom.loop;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.arc.All;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;

/** Runs all recurring work of a service, from its start until it is told to stop. */
@Singleton
class Loops {
    private static final int BEFORE_OTHERS = 1;

    private final List<Loop> loops;

    Loops(@All List<Recurring> work, Vertx vertx, MeterRegistry metrics) {
        loops = work.stream().map(one -> loop(one, vertx, metrics)).toList();
    }

    private static Loop loop(Recurring work, Vertx vertx, MeterRegistry metrics) {
        Loop loop = new Loop(work.name(), vertx, work::run);
        if (work.ageMetric() != null)
            metrics.gauge(work.ageMetric(), loop, running -> running.age().toMillis() / 1000.0);
        return loop;
    }

    void start(@Observes StartupEvent event) {
        loops.forEach(Loop::start);
    }

    void stop(@Observes @Priority(BEFORE_OTHERS) ShutdownEvent event) {
        loops.forEach(Loop::stop);
    }
}
