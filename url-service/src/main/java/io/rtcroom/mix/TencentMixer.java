package io.rtcroom.mix;

import io.rtcroom.platform.CommonAccess;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * The vendor's platform (protocol.md §6.7). An order says everything about the mix, so one that may have been heard is
 * given again all the same.
 */
record TencentMixer(CommonAccess platform, Duration budget, Clock clock) implements Mixer {
    private static final Logger LOG = Logger.getLogger(TencentMixer.class);
    private static final String INTERFACE = "mix_streamv2.start_mix_stream_advanced";
    private static final Duration SIGNED_FOR = Duration.ofSeconds(60);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final int RETRIES = 3;
    private static final int CONNECTIONS = 20;
    private static final int NO_CODE = -1;

    static TencentMixer of(MixConfig config, Vertx vertx, Clock clock) {
        var platform = new CommonAccess(
                vertx,
                CONNECTIONS,
                config.tencent().url(),
                required("app-id", config.tencent().appId()),
                required("api-key", config.tencent().apiKey()),
                config.timeout(),
                clock);
        return new TencentMixer(platform, config.budget(), clock);
    }

    private static String required(String key, Optional<String> value) {
        return value.orElseThrow(
                () -> new IllegalArgumentException("rtcroom.mix.provider=tencent needs rtcroom.mix.tencent." + key));
    }

    @Override
    public Uni<MixOutcome> mix(String order) {
        return Uni.createFrom()
                .deferred(() -> platform.post(INTERFACE, SIGNED_FOR, order))
                .map(this::outcome)
                .onFailure()
                .retry()
                .withBackOff(FIRST_PAUSE)
                .atMost(RETRIES)
                .ifNoItem()
                .after(budget)
                .fail()
                .onFailure()
                .invoke(e -> LOG.warnf("the platform mixes nothing: %s", e.toString()))
                .onFailure()
                .recoverWithItem(() -> MixOutcome.notDone("the platform does not answer", clock.instant()));
    }

    /** A refusal of the platform's own is an answer. */
    private MixOutcome outcome(JsonObject answer) {
        try {
            return new MixOutcome(
                    answer.getInteger("code", NO_CODE),
                    answer.getString("message", ""),
                    answer.getLong("timestamp", clock.instant().getEpochSecond()));
        } catch (ClassCastException e) {
            throw new IllegalStateException("the platform's answer is not one", e);
        }
    }
}
