package io.rtcroom.key;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;

/** Key rings from properties, read as the service reads them. */
public final class Keys {
    static final Instant NOW = Instant.parse("2029-12-31T00:00:00Z");

    private Keys() {}

    public static KeyRings of(Map<String, String> properties) {
        return of(properties, Clock.fixed(NOW, ZoneOffset.UTC), new SimpleMeterRegistry());
    }

    static KeyRings of(Map<String, String> properties, Clock clock, MeterRegistry meters) {
        return new KeyRings(
                new SmallRyeConfigBuilder()
                        .withMapping(KeyConfig.class)
                        .withDefaultValues(properties)
                        .withMappingIgnore("rtcroom.**")
                        .build()
                        .getConfigMapping(KeyConfig.class),
                meters,
                clock);
    }
}
