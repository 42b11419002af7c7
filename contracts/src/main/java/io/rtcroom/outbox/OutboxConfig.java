package io.rtcroom.outbox;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

@ConfigMapping(prefix = "rtcroom.outbox")
public interface OutboxConfig {
    /** Pause between two looks at an empty outbox; bounds the delay from commit to Kafka. */
    @WithDefault("4ms")
    Duration pollInterval();

    /** Events sent in one round. */
    @WithDefault("1000")
    int batch();

    /** A relay that is silent for this long loses its shards; must exceed what one round may take. */
    @WithDefault("15s")
    Duration relayTimeout();
}
