package io.rtcroom.credential;

import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** Every revocation in force, in this process's memory. It only grows more strict: an older epoch never undoes a newer. */
@Singleton
public class Revocations {
    private final Map<UUID, Long> tokens = new ConcurrentHashMap<>();
    private final Map<String, Long> users = new ConcurrentHashMap<>();
    private final Clock clock;

    Revocations(Clock clock) {
        this.clock = clock;
    }

    public void add(Revocation revocation) {
        if (revocation.tokenId() != null && revocation.expiresAt() != null)
            tokens.put(revocation.tokenId(), revocation.expiresAt());
        if (revocation.userId() != null && revocation.epoch() != null)
            users.merge(revocation.userId(), revocation.epoch(), Math::max);
    }

    /** Forgets tokens that have expired by themselves. */
    public void purge() {
        long now = clock.instant().getEpochSecond();
        tokens.values().removeIf(expiresAt -> expiresAt <= now);
    }

    boolean isRevoked(Caller.User user) {
        return tokens.containsKey(user.tokenId()) || user.epoch() < users.getOrDefault(user.id(), 0L);
    }
}
