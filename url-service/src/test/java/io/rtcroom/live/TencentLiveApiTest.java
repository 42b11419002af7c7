package io.rtcroom.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.rtcroom.platform.PlatformStandIn;
import io.rtcroom.platform.PlatformStandIn.Asked;
import io.rtcroom.platform.PlatformStandIn.Says;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The inputs are protocol.md §6.7's. */
class TencentLiveApiTest {
    private static final String API_KEY = "apikey0123456789apikey0123456789";
    private static final String STREAM = "8888_ann_1a2b3c4d";
    private static final Says LIVE =
            new Says(200, "{\"ret\":0,\"message\":\"\",\"output\":[{\"rate_type\":0,\"recv_type\":1,\"status\":1}]}");
    private static final Says AWAY = new Says(503, "");
    private static final Says SILENT = new Says(0, null);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static Vertx vertx;

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    @BeforeAll
    static void start() {
        vertx = Vertx.vertx();
    }

    @AfterAll
    static void stop() {
        vertx.close();
    }

    @Test
    void aCallIsSignedForFiveMinutes() throws IOException {
        try (var platform = PlatformStandIn.saying(LIVE)) {
            assertEquals(Set.of(STREAM), live(platform, PATIENCE, STREAM));

            Asked asked = platform.asked().getFirst();
            assertEquals("GET", asked.method());
            assertEquals(
                    "appid=1250000000&interface=Live_Channel_GetStatus&t=1893456300"
                            + "&sign=7362ea53844fff6121ef285dde7be7d2&Param.s.channel_id=" + STREAM,
                    asked.query());
            assertEquals("", asked.body());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"ret\":0,\"output\":[{\"status\":0}]}",
                "{\"ret\":0,\"output\":[{\"status\":3}]}",
                "{\"ret\":0,\"output\":[]}",
                "{\"ret\":0}",
                "{\"ret\":20601,\"message\":\"never pushed\"}"
            })
    void whatIsNotBeingPublishedIsIdle(String body) throws IOException {
        try (var platform = PlatformStandIn.saying(new Says(200, body))) {
            assertEquals(Set.of(), live(platform, PATIENCE, STREAM));
            assertEquals(1, platform.asked().size());
            assertEquals(1, count("idle"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "<html>wrong APIKey</html>", "{}", "{\"ret\":\"0\"}", "{\"ret\":0,\"output\":1}"})
    void whatIsNoAnswerSaysNothing(String body) throws IOException {
        try (var platform = PlatformStandIn.saying(new Says(200, body))) {
            assertEquals(Set.of(), live(platform, PATIENCE, STREAM));
            assertEquals(1, count("unknown"));
        }
    }

    @Test
    void aPlatformThatFailsOnceIsAskedOnceMore() throws IOException {
        try (var platform = PlatformStandIn.saying(AWAY, LIVE)) {
            assertEquals(Set.of(STREAM), live(platform, PATIENCE, STREAM));
        }
        try (var platform = PlatformStandIn.saying(AWAY, AWAY, LIVE)) {
            assertEquals(Set.of(), live(platform, PATIENCE, STREAM));
            assertEquals(2, platform.asked().size());
        }
    }

    @Test
    void whatIsKnownWhenTheBudgetIsSpentIsTheAnswer() throws IOException {
        String[] streams = IntStream.range(0, 40).mapToObj(i -> "s" + i).toArray(String[]::new);
        try (var platform = PlatformStandIn.saying(LIVE, SILENT)) {
            assertEquals(1, live(platform, Duration.ofMillis(1500), streams).size());
            assertTrue(platform.asked().size() <= 8, "four at once, and each twice at most");
            assertEquals(39, count("unknown"));
        }
    }

    @Test
    void aPlatformThatIsAwaySaysNothing() throws IOException {
        PlatformStandIn platform = PlatformStandIn.saying(LIVE);
        platform.close();

        assertEquals(Set.of(), live(platform, PATIENCE, STREAM));
    }

    @Test
    void theKeyIsNeverShownAndNeverMissing() {
        assertFalse(api("http://127.0.0.1/", Optional.of(API_KEY), PATIENCE)
                .toString()
                .contains(API_KEY));

        var refused = assertThrows(
                IllegalArgumentException.class, () -> api("http://127.0.0.1/", Optional.empty(), PATIENCE));
        assertTrue(refused.getMessage().contains("rtcroom.stream.live-api.tencent.api-key"));
    }

    private Set<String> live(PlatformStandIn platform, Duration budget, String... streams) {
        return api(platform.url(), Optional.of(API_KEY), budget)
                .live(List.of(streams))
                .await()
                .atMost(PATIENCE.multipliedBy(2));
    }

    private double count(String state) {
        return meters.counter("rtcroom.stream.live.api", "state", state).count();
    }

    private LiveApi api(String url, Optional<String> apiKey, Duration budget) {
        Map<String, String> values = new HashMap<>(Map.of(
                "rtcroom.stream.live-api.provider", "tencent",
                "rtcroom.stream.live-api.timeout", "10s",
                "rtcroom.stream.live-api.budget", budget.toString(),
                "rtcroom.stream.live-api.concurrency", "4",
                "rtcroom.stream.live-api.tencent.url", url,
                "rtcroom.stream.live-api.tencent.app-id", "1250000000"));
        apiKey.ifPresent(key -> values.put("rtcroom.stream.live-api.tencent.api-key", key));
        LiveApiConfig config = new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(LiveApiConfig.class)
                .withDefaultValues(values)
                .build()
                .getConfigMapping(LiveApiConfig.class);
        var clock = Clock.fixed(Instant.ofEpochSecond(1893456000), ZoneOffset.UTC);
        return TencentLiveApi.of(config, vertx, meters, clock);
    }
}
