package io.rtcroom.credential;

import java.util.List;
import java.util.Optional;

/** The configuration a test states; nothing is set unless said. */
record FixedConfig(List<String> publicKeys, List<String> apiKeys) implements CredentialConfig {
    static FixedConfig withPublicKeys(String... keys) {
        return new FixedConfig(List.of(keys), List.of());
    }

    static FixedConfig withApiKeys(String... keys) {
        return new FixedConfig(List.of(), List.of(keys));
    }

    @Override
    public Token token() {
        return () -> Optional.of(publicKeys);
    }

    @Override
    public Api api() {
        return () -> Optional.of(apiKeys);
    }

    @Override
    public Internal internal() {
        return Optional::empty;
    }
}
