package io.rtcroom.audience;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;

@ConfigMapping(prefix = "rtcroom.audience")
public interface AudienceConfig {
    /** Viewers whom old clients are shown by name; all are counted (protocol.md §2.3). */
    @WithDefault("30")
    @Min(1) @Max(1000) int listed();

    /** Viewers of one room; by the count of a second ago. */
    @WithDefault("100000")
    @Min(1) long maxViewers();

    /** Custom fields of one room. */
    @WithDefault("32")
    @Min(1) @Max(256) int maxFields();

    /** Changes of fields that one user may make in a second at one replica; twice as many at once. */
    @WithDefault("20")
    @Min(1) int fieldRate();

    /** A room's changes are told of this often at most; also the pause between two sweeps. */
    @WithDefault("1s")
    Duration tellEvery();

    /** Rooms one sweep handles at most; the next goes on. */
    @WithDefault("500")
    @Min(1) int sweepBatch();
}
