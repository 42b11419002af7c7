package io.rtcroom.inbox;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

@ConfigMapping(prefix = "rtcroom.inbox")
public interface InboxConfig {
    /**
     * How long an ended subject's last number is remembered: longer than Kafka keeps its events, or a consumer that
     * starts over would apply them again.
     */
    @WithDefault("30d")
    Duration subjectRetention();

    /** Rows deleted by one statement. */
    @WithDefault("5000")
    int purgeBatch();
}
