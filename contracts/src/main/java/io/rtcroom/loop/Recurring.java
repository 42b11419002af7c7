package io.rtcroom.loop;

import io.smallrye.mutiny.Uni;
import java.time.Duration;

/**
 * Work that a service does again and again while it runs, never twice at once. It outlives every failure; a run that takes
 * longer than 20 seconds counts as one.
 */
public interface Recurring {
    /** As logs call it. */
    String name();

    /** The gauge, in seconds, of how long ago a run last succeeded; null if nobody need know. */
    default String ageMetric() {
        return null;
    }

    /** One run; its item says how long to wait before the next. */
    Uni<Duration> run();
}
