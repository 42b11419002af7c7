package io.rtcroom.sign;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;

/**
 * Everything to publish one stream and to play it. An address that the deployment does not serve is absent.
 *
 * @param expiresAt end of {@code pushUrl}
 * @param playExpiresAt end of the signed play addresses; absent if none is signed
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record StreamAddresses(
        String streamId,
        Instant expiresAt,
        Instant playExpiresAt,
        String pushUrl,
        String accelerateUrl,
        String mixedUrl,
        String flvUrl,
        String hlsUrl,
        String rtmpUrl,
        String webrtcUrl) {
    /** Whoever reads a signed address can use it, so none is ever printed. */
    @Override
    public String toString() {
        return "StreamAddresses[streamId=" + streamId + ", expiresAt=" + expiresAt + "]";
    }
}
