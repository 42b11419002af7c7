package io.rtcroom.peer;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithName;

@ConfigMapping(prefix = "kafka")
public interface KafkaConfig {
    /** Comma-separated {@code host:port}. */
    @WithName("bootstrap.servers")
    String bootstrapServers();
}
