package io.rtcroom.token;

import java.time.Instant;
import java.util.UUID;

/** A token on its way to its owner, the only time it is shown. */
public record IssuedToken(String token, UUID tokenId, String userId, Instant expiresAt) {
    @Override
    public String toString() {
        return "IssuedToken[" + tokenId + "]";
    }
}
