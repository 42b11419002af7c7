package io.rtcroom.credential;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithName;
import java.util.List;
import java.util.Optional;

/** What every service needs to judge a caller. */
@ConfigMapping(prefix = "rtcroom")
public interface CredentialConfig {
    Token token();

    Api api();

    Internal internal();

    interface Token {
        /** Ed25519 public keys, base64 of X.509; the first is current, the others are still accepted. */
        Optional<List<String>> publicKeys();
    }

    interface Api {
        /** Entries {@code name:scope|scope:sha256-hex-of-the-key}. */
        Optional<List<String>> keys();
    }

    interface Internal {
        /** Shared by the services for {@code /internal}; without it those routes answer nobody. */
        @WithName("key")
        Optional<String> key();
    }
}
