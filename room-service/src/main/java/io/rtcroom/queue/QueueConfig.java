package io.rtcroom.queue;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;
import java.time.Duration;

@ConfigMapping(prefix = "rtcroom.queue")
public interface QueueConfig {
    /** How much earlier one step of priority puts a caller: nine of them are the most anybody is overtaken by. */
    @WithDefault("30s")
    Duration priorityStep();

    /** How often a caller is rung who asked to be called back. */
    @WithDefault("3")
    @Min(1) int callbackTries();

    /** Rest for a caller who was rung in vain. */
    @WithDefault("1m")
    Duration callbackPause();

    /** Callers a round of matching looks at together; it goes on while agents are left whom none of them needs. */
    @WithDefault("100")
    int matchBatch();

    /** Pause between two looks for pairs that no event has brought together, and for waits that are over. */
    @WithDefault("250ms")
    Duration sweepPeriod();

    /** Answered calls an estimate is made from, at most. */
    @WithDefault("50")
    int estimateSample();

    /** Pause between two counts of the figures in the metrics; those that take long rest longer. */
    @WithDefault("5s")
    Duration figuresPeriod();
}
