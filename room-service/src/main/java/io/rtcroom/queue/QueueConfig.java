package io.rtcroom.queue;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

@ConfigMapping(prefix = "rtcroom.queue")
public interface QueueConfig {
    /** How much earlier one step of priority puts a caller: nine of them are the most anybody is overtaken by. */
    @WithDefault("30s")
    Duration priorityStep();

    /** Callers a round of matching looks at together; it goes on while agents are left whom none of them needs. */
    @WithDefault("100")
    int matchBatch();

    /** Pause between two looks for pairs that no event has brought together, and for waits that are over. */
    @WithDefault("250ms")
    Duration sweepPeriod();

    /** Answered calls an estimate is made from, at most. */
    @WithDefault("50")
    int estimateSample();

    /** Pause between two counts of the figures in the metrics. */
    @WithDefault("5s")
    Duration figuresPeriod();
}
