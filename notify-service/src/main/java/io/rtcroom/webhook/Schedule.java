package io.rtcroom.webhook;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleSupplier;

/** When a delivery that failed is tried again. */
record Schedule(List<Duration> pauses, DoubleSupplier random) {
    private static final double JITTER = 0.2;

    /** Empty if there is no further try. @param attempts made so far, this one included */
    Optional<Duration> pauseAfter(int attempts, Duration retryAfter) {
        if (attempts > pauses.size()) return Optional.empty();
        long millis = pauses.get(attempts - 1).toMillis();
        Duration pause = Duration.ofMillis(millis + (long) (millis * JITTER * random.getAsDouble()));
        return Optional.of(pause.compareTo(retryAfter) < 0 ? retryAfter : pause);
    }
}
