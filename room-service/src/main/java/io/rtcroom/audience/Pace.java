package io.rtcroom.audience;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.rtcroom.problem.ProblemException;
import io.rtcroom.problem.ProblemType;
import jakarta.inject.Singleton;
import java.time.Duration;

/** How fast one user may go at this replica: each change takes its share of time, and two seconds may be taken ahead. */
@Singleton
class Pace {
    private static final int MOST_USERS = 100_000;
    private static final Duration AHEAD = Duration.ofSeconds(2);

    private final Cache<String, Long> takenUntil =
            Caffeine.newBuilder().maximumSize(MOST_USERS).build();
    private final int rate;

    Pace(AudienceConfig config) {
        rate = config.fieldRate();
    }

    /** @throws ProblemException TOO_MANY_REQUESTS */
    void take(String userId) {
        long now = System.nanoTime();
        long share = Duration.ofSeconds(1).toNanos() / rate;
        takenUntil.asMap().compute(userId, (user, until) -> {
            long from = until == null || until - now < 0 ? now : until;
            if (from - now > AHEAD.toNanos() - share)
                throw new ProblemException(ProblemType.TOO_MANY_REQUESTS, "a user may change %d fields a second", rate);
            return from + share;
        });
    }
}
