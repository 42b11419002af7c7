package io.rtcroom.credential;

import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Every revocation in force, in this process's memory. It only grows more strict: an older epoch never undoes a newer. */
@Singleton
public class Revocations {
    private final Map<UUID, Long> tokens = new ConcurrentHashMap<>();
    private final Map<String, Long> users = new ConcurrentHashMap<>();
    private final Map<String, Long> addressesOfUsers = new ConcurrentHashMap<>();
    private final List<Consumer<Revocation>> listeners = new CopyOnWriteArrayList<>();
    private final Clock clock;

    public Revocations(Clock clock) {
        this.clock = clock;
    }

    public void add(Revocation revocation) {
        if (revocation.tokenId() != null && revocation.expiresAt() != null)
            tokens.put(revocation.tokenId(), revocation.expiresAt());
        if (revocation.userId() != null && revocation.epoch() != null)
            users.merge(revocation.userId(), revocation.epoch(), Math::max);
        if (revocation.userId() != null && revocation.at() != null)
            addressesOfUsers.merge(revocation.userId(), revocation.at(), Math::max);
        listeners.forEach(listener -> listener.accept(revocation));
    }

    /** Tells of every revocation that is added from now on, when it is in force. */
    public void tell(Consumer<Revocation> listener) {
        listeners.add(listener);
    }

    /** Forgets tokens that have expired by themselves. */
    public void purge() {
        long now = clock.instant().getEpochSecond();
        tokens.values().removeIf(expiresAt -> expiresAt <= now);
    }

    /** Addresses of the user's streams that were issued up to then do not count; the epoch if all of them do. */
    public Instant addressesVoidUntil(String userId) {
        return Instant.ofEpochMilli(addressesOfUsers.getOrDefault(userId, 0L));
    }

    /** @param tokenId null is none */
    public boolean isRevoked(UUID tokenId) {
        return tokenId != null && tokens.containsKey(tokenId);
    }

    boolean isRevoked(Caller.User user) {
        return isRevoked(user.tokenId()) || user.epoch() < users.getOrDefault(user.id(), 0L);
    }
}
