package io.rtcroom.credential;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.UUID;

/**
 * One record of the compacted topic {@code revocations}: one token, everything a user was issued before, or the addresses
 * of one stream.
 *
 * @param tokenId the token that no longer counts, or null
 * @param expiresAt with {@code tokenId}: epoch second after which the token has died anyway
 * @param userId the user whose tokens no longer count, or null
 * @param epoch with {@code userId}: tokens with a lower epoch are revoked; a number, because clocks differ
 * @param streamId the stream whose addresses no longer count, or null
 * @param at epoch milliseconds by the database's clock; stream addresses issued up to then no longer count, be they of
 *     {@code userId} or of {@code streamId}. A time, because the vendor's addresses have no place for a number
 */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Revocation(UUID tokenId, Long expiresAt, String userId, Long epoch, String streamId, Long at) {
    private static final ObjectMapper MAPPER =
            new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    public static Revocation ofToken(UUID tokenId, long expiresAt) {
        return new Revocation(tokenId, expiresAt, null, null, null, null);
    }

    public static Revocation ofUser(String userId, long epoch) {
        return new Revocation(null, null, userId, epoch, null, null);
    }

    public static Revocation ofUser(String userId, long epoch, long at) {
        return new Revocation(null, null, userId, epoch, null, at);
    }

    public static Revocation ofStream(String streamId, long at) {
        return new Revocation(null, null, null, null, streamId, at);
    }

    /** The record's key on the topic: the newest per key is kept. */
    public String key() {
        if (tokenId != null) return "token:" + tokenId;
        return streamId != null ? "stream:" + streamId : "user:" + userId;
    }

    public String json() {
        try {
            return MAPPER.writeValueAsString(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** @throws JsonProcessingException if the text is none, {@code null} included */
    public static Revocation read(String json) throws JsonProcessingException {
        Revocation revocation = MAPPER.readValue(json, Revocation.class);
        if (revocation == null) throw JsonMappingException.from((JsonParser) null, "null is no revocation");
        return revocation;
    }
}
