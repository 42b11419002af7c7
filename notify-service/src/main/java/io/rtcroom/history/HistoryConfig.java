package io.rtcroom.history;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

@ConfigMapping(prefix = "rtcroom.events")
public interface HistoryConfig {
    /** How long an event can be read. */
    @WithDefault("7d")
    Duration retention();

    /** Rows deleted by one statement. */
    @WithDefault("5000")
    int purgeBatch();
}
