package io.rtcroom.stream;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

@ConfigMapping(prefix = "rtcroom.events.stream")
public interface StreamConfig {
    /** A comment is sent after this long without a frame, so that nothing on the way closes the connection. */
    @WithDefault("15s")
    Duration keepAlive();

    /** Bytes that may wait in one connection; a reader behind that is fed from the store when it has caught up. */
    @WithDefault("65536")
    int buffer();

    /** A reader that stays behind for so long is cut; it may resume. */
    @WithDefault("30s")
    Duration slowReaderTimeout();

    /** What a client is told to wait before it reconnects: a random time between this and three times it. */
    @WithDefault("1s")
    Duration retry();

    /** A replica that is told to go ends its streams one by one within this time. */
    @WithDefault("5s")
    Duration drain();
}
