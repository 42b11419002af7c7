package io.rtcroom.event;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithName;

@ConfigMapping(prefix = "kafka.bootstrap")
public interface KafkaConfig {
    /** The brokers, as for every channel. */
    @WithName("servers")
    String servers();
}
