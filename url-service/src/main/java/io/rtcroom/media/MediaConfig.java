package io.rtcroom.media;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Pattern;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The media servers that ask us. Public, or its constraints go unread. */
@ConfigMapping(prefix = "rtcroom.media")
public interface MediaConfig {
    /** Part of the hooks' paths, known to the media servers alone; without it the hooks answer nobody. */
    Optional<@Pattern(regexp = "[A-Za-z0-9_-]{16,128}") String> hookSecret();

    /** Entries {@code name=kind@url} of servers whose API cuts off clients. */
    Optional<List<String>> servers();

    /** A publisher who is still there is told of this often. */
    @WithDefault("15s")
    Duration confirmEvery();

    /** How long a media server may take to answer us. */
    @WithDefault("2s")
    Duration timeout();

    Tencent tencent();

    interface Tencent {
        /** Signs the vendor's callbacks; without it they are refused. */
        Optional<String> callbackKey();
    }
}
