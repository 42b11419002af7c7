package io.rtcroom.key;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.rtcroom.loop.Recurring;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.jboss.logging.Logger;

/**
 * Looks at the key file every second. It is read, not watched: a mounted Secret changes by a link that moves, of which
 * not every file system tells.
 */
@Singleton
class KeyReload implements Recurring {
    private static final Logger LOG = Logger.getLogger(KeyReload.class);
    private static final Duration PERIOD = Duration.ofSeconds(1);

    private final KeyRings rings;
    private final Counter failures;

    KeyReload(KeyRings rings, MeterRegistry meters) {
        this.rings = rings;
        failures = meters.counter("rtcroom.stream.key.reload.failures");
    }

    @Override
    public String name() {
        return "key reload";
    }

    @Override
    public Uni<Duration> run() {
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
