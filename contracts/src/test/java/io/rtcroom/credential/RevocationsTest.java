package io.rtcroom.credential;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class RevocationsTest {
    private static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");

    private final Revocations revocations = new Revocations(Clock.fixed(NOW, ZoneOffset.UTC));

    @Test
    void onlyTokensThatExpiredAreForgotten() {
        var dead = aUserWithToken(UUID.randomUUID(), NOW);
        var alive = aUserWithToken(UUID.randomUUID(), NOW.plusSeconds(1));

        revocations.purge();

        assertFalse(revocations.isRevoked(dead));
        assertTrue(revocations.isRevoked(alive));
    }

    private Caller.User aUserWithToken(UUID tokenId, Instant expiresAt) {
        revocations.add(Revocation.ofToken(tokenId, expiresAt.getEpochSecond()));
        return new Caller.User("alice", Set.of(), tokenId, 0, expiresAt);
    }
}
