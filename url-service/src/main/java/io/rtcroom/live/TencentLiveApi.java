package io.rtcroom.live;

import io.micrometer.core.instrument.MeterRegistry;
import io.rtcroom.platform.CommonAccess;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.TimeoutException;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/** The vendor's platform (protocol.md §6.7): one call a stream, so many at once, all within a budget. */
record TencentLiveApi(CommonAccess platform, LiveApiConfig config, MeterRegistry meters) implements LiveApi {
    private static final Logger LOG = Logger.getLogger(TencentLiveApi.class);
    private static final String INTERFACE = "Live_Channel_GetStatus";
    private static final Duration SIGNED_FOR = Duration.ofSeconds(300);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final int RETRIES = 1;

    static TencentLiveApi of(LiveApiConfig config, Vertx vertx, MeterRegistry meters, Clock clock) {
        var platform = new CommonAccess(
                vertx,
                config.concurrency(),
                config.tencent().url(),
                required("app-id", config.tencent().appId()),
                required("api-key", config.tencent().apiKey()),
                config.timeout(),
                clock);
        return new TencentLiveApi(platform, config, meters);
    }

    private static String required(String key, Optional<String> value) {
        return value.orElseThrow(() -> new IllegalArgumentException(
                "rtcroom.stream.live-api.provider=tencent needs rtcroom.stream.live-api.tencent." + key));
    }

    @Override
    public Uni<Set<String>> live(Collection<String> streamIds) {
        Map<String, StreamState> states = new ConcurrentHashMap<>();
        return Multi.createFrom()
                .iterable(streamIds)
                .onItem()
                .transformToUni(streamId -> state(streamId).invoke(state -> states.put(streamId, state)))
                .merge(config.concurrency())
                .collect()
                .last()
                .ifNoItem()
                .after(config.budget())
                .fail()
                .onFailure(TimeoutException.class)
                .recoverWithNull()
                .map(done -> known(streamIds, states));
    }

    private Uni<StreamState> state(String streamId) {
        return Uni.createFrom()
                .deferred(() -> platform.get(INTERFACE, SIGNED_FOR, "Param.s.channel_id=" + streamId))
                .onFailure()
                .retry()
                .withBackOff(FIRST_PAUSE)
                .atMost(RETRIES)
                .map(StreamState::of)
                .onFailure()
                .recoverWithItem(StreamState.UNKNOWN);
    }

    private Set<String> known(Collection<String> streamIds, Map<String, StreamState> answered) {
        Map<String, StreamState> states = new TreeMap<>();
        for (String streamId : streamIds) states.put(streamId, answered.getOrDefault(streamId, StreamState.UNKNOWN));
        states.values().forEach(state -> meters.counter("rtcroom.stream.live.api", "state", state.wire())
                .increment());
        long unknown =
                states.values().stream().filter(StreamState.UNKNOWN::equals).count();
        if (unknown > 0) LOG.warnf("the platform says nothing of streams: unknown=%d of=%d", unknown, states.size());
        return states.keySet().stream()
                .filter(streamId -> states.get(streamId) == StreamState.LIVE)
                .collect(Collectors.toSet());
    }

    /** Without the key. */
    @Override
    public String toString() {
        return "TencentLiveApi[" + platform + "]";
    }
}
