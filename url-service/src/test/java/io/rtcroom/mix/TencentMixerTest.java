package io.rtcroom.mix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The inputs are protocol.md §6.7's. */
class TencentMixerTest {
    private static final String API_KEY = "apikey0123456789apikey0123456789";
    private static final long NOW = 1893456000;
    private static final String ORDER = "{\"timestamp\":1893456000,\"interface\":{\"interfaceName\":\"Mix_StreamV2\"}}";
    private static final Says DONE = new Says(200, "{\"code\":0,\"message\":\"Success!\",\"timestamp\":1509679482}");
    private static final Says AWAY = new Says(503, "");
    private static final Says SILENT = new Says(0, null);

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static Vertx vertx;

    @BeforeAll
    static void start() {
        vertx = Vertx.vertx();
    }

    @AfterAll
    static void stop() {
        vertx.close();
    }

    @Test
    void anOrderIsSignedForAMinuteAndOtherwiseUnchanged() throws IOException {
        try (var platform = PlatformStandIn.saying(DONE)) {
            assertEquals(new MixOutcome(0, "Success!", 1509679482), outcome(platform));

            Asked asked = platform.asked().getFirst();
            assertEquals("POST", asked.method());
            assertEquals(
                    "appid=1250000000&interface=mix_streamv2.start_mix_stream_advanced&t=1893456060"
                            + "&sign=ff2d5eeb486d4cd4b5e8e5a0b9d5c25a",
                    asked.query());
            assertEquals("application/json", asked.contentType());
            assertEquals(ORDER, asked.body());
        }
    }

    @Test
    void thePlatformsRefusalIsTheOutcome() throws IOException {
        try (var platform = PlatformStandIn.saying(new Says(200, "{\"code\":-305,\"message\":\"no such stream\"}"))) {
            assertEquals(new MixOutcome(-305, "no such stream", NOW), outcome(platform));
            assertEquals(1, platform.asked().size());
        }
    }

    @Test
    void aPlatformThatFailsOnceIsAskedAgain() throws IOException {
        try (var platform = PlatformStandIn.saying(AWAY, SILENT, DONE)) {
            assertEquals(0, outcome(platform).code());
            assertEquals(3, platform.asked().size());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "<html>", "{\"code\":\"zero\"}"})
    void whatIsNoAnswerIsNotDone(String body) throws IOException {
        try (var platform = PlatformStandIn.saying(new Says(200, body))) {
            assertEquals(notAnswered(), outcome(platform));
        }
    }

    @Test
    void aSilentPlatformIsNotWaitedForForever() throws IOException {
        try (var platform = PlatformStandIn.saying(SILENT)) {
            assertEquals(notAnswered(), outcome(platform, Duration.ofSeconds(1)));
        }
    }

    @Test
    void aPlatformThatIsAwayIsAnOutcome() throws IOException {
        PlatformStandIn platform = PlatformStandIn.saying(DONE);
        platform.close();

        assertEquals(notAnswered(), outcome(platform));
    }

    @Test
    void theKeyIsNeverShownAndNeverMissing() {
        var mixer = TencentMixer.of(config("http://127.0.0.1/", Optional.of(API_KEY), PATIENCE), vertx, clock());
        assertFalse(mixer.toString().contains(API_KEY));

        var refused = assertThrows(
                IllegalArgumentException.class,
                () -> TencentMixer.of(config("http://127.0.0.1/", Optional.empty(), PATIENCE), vertx, clock()));
        assertTrue(refused.getMessage().contains("rtcroom.mix.tencent.api-key"));
    }

    private static MixOutcome notAnswered() {
        return new MixOutcome(-1, "the platform does not answer", NOW);
    }

    private static MixOutcome outcome(PlatformStandIn platform) {
        return outcome(platform, PATIENCE);
    }

    private static MixOutcome outcome(PlatformStandIn platform, Duration budget) {
        return TencentMixer.of(config(platform.url(), Optional.of(API_KEY), budget), vertx, clock())
                .mix(ORDER)
                .await()
                .atMost(PATIENCE.multipliedBy(2));
    }

    private static Clock clock() {
        return Clock.fixed(Instant.ofEpochSecond(NOW), ZoneOffset.UTC);
    }

    private static MixConfig config(String url, Optional<String> apiKey, Duration budget) {
        Map<String, String> values = new HashMap<>(Map.of(
                "rtcroom.mix.provider", "tencent",
                "rtcroom.mix.timeout", "10s",
                "rtcroom.mix.budget", budget.toString(),
                "rtcroom.mix.tencent.url", url,
                "rtcroom.mix.tencent.app-id", "1250000000"));
        apiKey.ifPresent(key -> values.put("rtcroom.mix.tencent.api-key", key));
        return new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(MixConfig.class)
                .withDefaultValues(values)
                .build()
                .getConfigMapping(MixConfig.class);
    }
}
