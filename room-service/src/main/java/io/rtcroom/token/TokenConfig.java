package io.rtcroom.token;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

@ConfigMapping(prefix = "rtcroom.token")
public interface TokenConfig {
    /** Ed25519 private key, PEM with PKCS#8; without it no token is issued. */
    Optional<Path> privateKeyFile();

    /** Life of a token, from its issue; it does not slide. */
    @WithDefault("30d")
    Duration ttl();
}
