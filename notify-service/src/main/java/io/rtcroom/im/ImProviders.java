package io.rtcroom.im;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;

/** The configured provider; a wrong configuration ends the start, not the first call. */
class ImProviders {
    @Produces
    @Singleton
    @Startup
    ImProvider provider(ImConfig config, Pool pool, Clock clock, MeterRegistry meters) {
        return switch (config.provider()) {
            case BUILT_IN -> new BuiltInIm();
            case TENCENT ->
                new TencentIm(
                        config,
                        new AdminSignature(config, clock),
                        new Pace(pool, config.tencent().callsPerSecond()),
                        meters);
        };
    }
}
