package io.rtcroom.address;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;

/**
 * Every address of one stream; those the address format does not serve are null (protocol.md §6.1, §6.2).
 *
 * @param expiresAt end of the push address
 * @param playExpiresAt end of the signed play addresses; null if none is signed
 * @param pushUrl the owner's secret; null once the addresses are stored or shown to others
 */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
public record StreamAddresses(
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

    /** What other people may see. */
    public StreamAddresses withoutPush() {
        return new StreamAddresses(
                streamId, null, playExpiresAt, null, accelerateUrl, mixedUrl, flvUrl, hlsUrl, rtmpUrl, webrtcUrl);
    }

    /** Signed addresses stay out of logs. */
    @Override
    public String toString() {
        return "StreamAddresses[" + streamId + "]";
    }
}
