package io.rtcroom.sign;

import io.rtcroom.credential.Revocation;
import io.rtcroom.credential.Revocations;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Addresses that were revoked before they expired: those of a user, of a stream, or asked for with a token. */
@Singleton
class VoidAddresses {
    private static final int PURGE_EVERY = 1_000;

    private final Revocations revocations;
    private final StreamConfig config;
    private final Clock clock;
    /** By stream, the epoch millisecond up to which its addresses were issued in vain. */
    private final Map<String, Long> streams = new ConcurrentHashMap<>();

    private final AtomicInteger added = new AtomicInteger();

    VoidAddresses(Revocations revocations, StreamConfig config, Clock clock) {
        this.revocations = revocations;
        this.config = config;
        this.clock = clock;
        revocations.tell(this::add);
    }

    private void add(Revocation revocation) {
        if (revocation.streamId() == null || revocation.at() == null) return;
        streams.merge(revocation.streamId(), revocation.at(), Math::max);
        if (added.incrementAndGet() % PURGE_EVERY == 0) purge();
    }

    /** Whatever was issued so long ago has expired. */
    private void purge() {
        long oldest = clock.instant().minus(config.longestLife()).toEpochMilli();
        streams.values().removeIf(until -> until < oldest);
    }

    /** Addresses of the stream that were issued up to then do not count. */
    Instant until(StreamName name) {
        Instant ofUser = revocations.addressesVoidUntil(name.userId());
        Instant ofStream = Instant.ofEpochMilli(streams.getOrDefault(name.toString(), 0L));
        return ofUser.isAfter(ofStream) ? ofUser : ofStream;
    }

    boolean has(Grant grant) {
        return revocations.isRevoked(grant.binding().session())
                || !grant.issuedAt().isAfter(until(grant.name()));
    }
}
