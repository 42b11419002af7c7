package io.rtcroom.live;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import java.time.Duration;
import java.util.Optional;

/** Who knows which streams are live. Public, or its constraints go unread. */
@ConfigMapping(prefix = "rtcroom.stream.live-api")
public interface LiveApiConfig {
    enum Provider {
        NONE,
        TENCENT
    }

    @WithDefault("none")
    Provider provider();

    /** How long one call may take. */
    @WithDefault("1s")
    Duration timeout();

    /** How long room-service waits at most for the word on all it asked about; what is open then is not known. */
    @WithDefault("3s")
    Duration budget();

    /** Calls at once, of one replica. */
    @WithDefault("16")
    @Min(1) @Max(1000) int concurrency();

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
