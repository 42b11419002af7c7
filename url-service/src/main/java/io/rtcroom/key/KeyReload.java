package io.rtcroom.key;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.rtcroom.loop.Loop;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.jboss.logging.Logger;

/**
 * Looks at the key file every second. It is read, not watched: a mounted Secret changes by a link that moves, of which
 * not every file system tells.
 */
@Singleton
class KeyReload {
    private static final Logger LOG = Logger.getLogger(KeyReload.class);
    private static final Duration PERIOD = Duration.ofSeconds(1);

    private final KeyRings rings;
    private final Counter failures;
    private final Loop loop;

    KeyReload(KeyRings rings, Vertx vertx, MeterRegistry meters) {
        this.rings = rings;
        failures = meters.counter("rtcroom.stream.key.reload.failures");
        loop = new Loop("key reload", vertx, this::look);
    }

    void start(@Observes StartupEvent event) {
        loop.start();
    }

    void stop(@Observes ShutdownEvent event) {
        loop.stop();
    }

    private Uni<Duration> look() {
        return Uni.createFrom()
                .item(() -> {
                    reload();
                    return PERIOD;
                })
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool());
    }

    private void reload() {
        try {
            if (rings.reload())
                LOG.infof("the signing keys were read anew: push %s play %s", rings.push(), rings.play());
        } catch (RuntimeException e) {
            failures.increment();
            // Once per change of the file if its content is at fault, once a second if it cannot be read at all.
            LOG.errorf("the signing keys stay as they are: %s", e.getMessage());
        }
    }
}
