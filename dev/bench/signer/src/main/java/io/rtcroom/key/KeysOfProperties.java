package io.rtcroom.key;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Clock;
import java.util.Map;

/** Key rings as the service reads them. */
public final class KeysOfProperties {
    private KeysOfProperties() {}

    public static KeyRings of(Map<String, String> properties) {
        KeyConfig config = new SmallRyeConfigBuilder()
                .withMapping(KeyConfig.class)
                .withMappingIgnore("rtcroom.**")
                .withDefaultValues(properties)
                .build()
                .getConfigMapping(KeyConfig.class);
        return new KeyRings(config, new SimpleMeterRegistry(), Clock.systemUTC());
    }
}
