package io.rtcroom.message;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

@ConfigMapping(prefix = "rtcroom.messages")
public interface MessageConfig {
    /** Longest text, in bytes of UTF-8: with the names it must fit the vendor's 8898 bytes (protocol.md §7.6). */
    @WithDefault("4096")
    int maxBytes();

    /** How long a sender may take a message back. */
    @WithDefault("2m")
    Duration recallWithin();

    /** How long a mute lasts at most. */
    @WithDefault("24h")
    Duration longestMute();

    Rate rate();

    Hook hook();

    /** A short burst of twice the rate is let through. */
    interface Rate {
        /** Messages one user may send in a second, in all chats together. */
        @WithDefault("5")
        int user();

        /** Messages a chat may take in a second. */
        @WithDefault("20")
        int chat();
    }

    interface Hook {
        enum OnFailure {
            REFUSE,
            ALLOW
        }

        /** Asked before a message is taken; without it every message is. */
        Optional<URI> url();

        /** Sent as it is in {@code Authorization}. */
        Optional<String> authorization();

        @WithDefault("1s")
        Duration timeout();

        /** What becomes of a message if the hook does not answer: by default nothing passes unseen. */
        @WithDefault("refuse")
        OnFailure onFailure();
    }
}
