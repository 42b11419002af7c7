package io.rtcroom.call;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;

@ConfigMapping(prefix = "rtcroom.calls")
public interface CallConfig {
    /** How long somebody is rung. */
    @WithDefault("45s")
    Duration ringTimeout();

    /** How long a call waits for the caller's stream where nobody is to be rung before. */
    @WithDefault("15s")
    Duration liveWithin();

    /** Silence after which somebody in a call is lost. */
    @WithDefault("20s")
    Duration heartbeatTimeout();

    /** People in one call, those who are still rung included; observers not. */
    @WithDefault("6")
    @Min(2) @Max(50) int maxParticipants();

    /** Those who listen to one call. */
    @WithDefault("20")
    @Min(0) @Max(1000) int maxObservers();

    /** Pause between two sweeps for deadlines. */
    @WithDefault("500ms")
    Duration sweepPeriod();

    /** Calls one sweep handles at most; the next goes on. */
    @WithDefault("500")
    int sweepBatch();

    /** How long an ended call and its timeline are kept. */
    @WithDefault("30d")
    Duration retention();

    /** Further silence that costs a caller who waits in a queue nothing but their turn meanwhile. */
    @WithDefault("30s")
    Duration queuedGrace();

    /** Pause between two looks for whom nothing was heard of for too long. */
    default Duration silencePeriod() {
        return heartbeatTimeout().dividedBy(10);
    }

    /** Heartbeats of a participant are written this long after the last written one. */
    default Duration flushAfter() {
        return heartbeatTimeout().dividedBy(4);
    }
}
