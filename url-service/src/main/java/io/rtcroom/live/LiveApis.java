package io.rtcroom.live;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import io.vertx.core.Vertx;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;

/** Who is asked in this deployment. */
class LiveApis {
    @Produces
    @Singleton
    @Startup // an incomplete configuration stops the service, not the first rescue
    LiveApi liveApi(LiveApiConfig config, Vertx vertx, MeterRegistry meters, Clock clock) {
        return switch (config.provider()) {
            case NONE -> new NoLiveApi();
            case TENCENT -> TencentLiveApi.of(config, vertx, meters, clock);
        };
    }
}
