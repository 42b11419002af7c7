package io.rtcroom.recording;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;
import java.time.Duration;

/** Limits of recordings. Public, or its constraints go unread. */
@ConfigMapping(prefix = "rtcroom.recording")
public interface RecordingConfig {
    /** Recordings at once, of all media servers together; more wait. */
    @WithDefault("100")
    @Min(1) int slots();

    /** How long one waits for a slot. */
    @WithDefault("10m")
    Duration queueTimeout();

    /** How long the media server may take to begin, and the publisher to be there. */
    @WithDefault("30s")
    Duration startTimeout();

    /** How long one recording lasts at most. */
    @WithDefault("6h")
    Duration longest();

    /** How long a publisher may be away before their recording ends; whoever is back sooner begins the next file. */
    @WithDefault("30s")
    Duration publisherGrace();

    /** How long a complete file is waited for. */
    @WithDefault("30s")
    Duration stopTimeout();

    /** How long deleting is tried. */
    @WithDefault("24h")
    Duration deleteTimeout();

    /** How long a recording is kept after its end. */
    @WithDefault("30d")
    Duration retention();

    /** How long a deleted one is remembered. */
    @WithDefault("30d")
    Duration memory();

    /** Pause between two orders to the media server about one recording. */
    @WithDefault("2s")
    Duration orderEvery();

    /** How often it is made sure that a recording goes on. */
    @WithDefault("15s")
    Duration assertEvery();

    /** Pause between two sweeps. */
    @WithDefault("500ms")
    Duration sweepPeriod();

    /** Recordings one sweep handles at most; the next goes on. */
    @WithDefault("100")
    int sweepBatch();

    /** How long a state lasts at most; null for one that rests. */
    default Duration limitOf(RecordingState state) {
        return switch (state) {
            case QUEUED -> queueTimeout();
            case STARTING -> startTimeout();
            case RECORDING -> longest();
            case STOPPING -> stopTimeout();
            case DELETING -> deleteTimeout();
            case READY, FAILED, DELETED -> null;
        };
    }

    /** The pause before the next order after one that was answered. */
    default Duration pauseIn(RecordingState state) {
        return state == RecordingState.RECORDING ? assertEvery() : orderEvery();
    }
}
