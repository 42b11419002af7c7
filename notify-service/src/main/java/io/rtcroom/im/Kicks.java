package io.rtcroom.im;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.rtcroom.credential.Revocation;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jboss.logging.Logger;

/**
 * Throws out at the vendor whose tokens are all revoked: there they would go on reading with a signature of their own.
 * The replicas share the topic here; each also reads all of it, to refuse the tokens.
 */
@Singleton
class Kicks {
    private static final Logger LOG = Logger.getLogger(Kicks.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private final Pool pool;
    private final ImProvider provider;
    private final ImNotices notices;

    Kicks(Pool pool, ImProvider provider, ImNotices notices) {
        this.pool = pool;
        this.provider = provider;
        this.notices = notices;
    }

    /** Returns once the task is stored; the same revocation may come again, and a second kick does no harm. */
    @Incoming("kicks")
    Uni<Void> on(String revocation) {
        String userId = user(revocation);
        if (userId == null || !provider.isRemote()) return Uni.createFrom().voidItem();
        return pool.withTransaction(transaction -> notices.plan(transaction, ImPlan.ofKick(userId)))
                .invoke(notices::planned)
                .onFailure()
                .invoke(e -> LOG.warnf("a revoked user waits, trying again: %s", e.toString()))
                .onFailure()
                .retry()
                .withBackOff(FIRST_PAUSE, LONGEST_PAUSE)
                .withJitter(0.2)
                .indefinitely();
    }

    /** Whose tokens are all revoked, or null; a single token's end is no reason. */
    private static String user(String revocation) {
        // A tombstone has no value.
        if (revocation == null) return null;
        try {
            Revocation read = Revocation.read(revocation);
            return read.userId();
        } catch (JsonProcessingException e) {
            LOG.error("undecodable revocation");
            return null;
        }
    }
}
