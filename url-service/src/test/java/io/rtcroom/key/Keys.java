package io.rtcroom.key;

import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;

/** Key rings from properties, read as the service reads them. */
public final class Keys {
    private Keys() {}

    public static KeyRing of(Map<String, String> properties) {
        return new KeyRing(new SmallRyeConfigBuilder()
                .withMapping(KeyConfig.class)
                .withDefaultValues(properties)
                .withMappingIgnore("rtcroom.**")
                .build()
                .getConfigMapping(KeyConfig.class));
    }
}
