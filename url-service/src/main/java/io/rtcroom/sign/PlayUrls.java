package io.rtcroom.sign;

import java.time.Instant;
import java.util.Optional;

/** Play addresses that differ in scheme and suffix alone, and have one query. */
record PlayUrls(StreamConfig config, StreamName name, String query) {
    static PlayUrls of(StreamConfig config, StreamName name, String query) {
        return new PlayUrls(config, name, query);
    }

    StreamAddresses with(String publishUrl, Instant until, Instant playUntil) {
        var schemes = config.schemes();
        return new StreamAddresses(
                name.toString(),
                until,
                playUntil,
                publishUrl,
                url(Optional.of(schemes.accelerate()), ""),
                url(schemes.mixed(), ".flv"),
                url(schemes.flv(), ".flv"),
                url(schemes.hls(), ".m3u8"),
                url(schemes.rtmp(), ""),
                url(schemes.webrtc(), ""));
    }

    private String url(Optional<String> scheme, String suffix) {
        return scheme.map(it -> config.playBase(it) + name + suffix + query).orElse(null);
    }
}
