package io.rtcroom.mix;

import io.quarkus.runtime.Startup;
import io.vertx.core.Vertx;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;

/** The mixer of this deployment. */
class Mixers {
    @Produces
    @Singleton
    @Startup // an incomplete configuration stops the service, not the first show
    Mixer mixer(MixConfig config, Vertx vertx, Clock clock) {
        return switch (config.provider()) {
            case NONE -> new NoMixer(clock);
            case TENCENT -> TencentMixer.of(config, vertx, clock);
        };
    }
}
