package io.rtcroom.mix;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Pattern;
import java.time.Duration;
import java.util.Optional;

/** Who mixes. Public, or its constraints go unread. */
@ConfigMapping(prefix = "rtcroom.mix")
public interface MixConfig {
    enum Provider {
        NONE,
        TENCENT
    }

    @WithDefault("none")
    Provider provider();

    /** How long one call may take. */
    @WithDefault("1500ms")
    Duration timeout();

    /** How long an order may take with all its tries; old clients wait for five seconds at most. */
    @WithDefault("3s")
    Duration budget();

    Tencent tencent();

    interface Tencent {
        @WithDefault("http://fcgi.video.qcloud.com/common_access")
        @Pattern(regexp = "https?://[^\\s?#]+") String url();

        /** The account's number at the vendor. */
        Optional<@Pattern(regexp = "[0-9]{1,16}") String> appId();

        /** Signs our calls. */
        Optional<String> apiKey();
    }
}
