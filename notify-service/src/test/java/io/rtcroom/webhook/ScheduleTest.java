package io.rtcroom.webhook;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ScheduleTest {
    private static final List<Duration> PAUSES = List.of(Duration.ofSeconds(5), Duration.ofMinutes(5));

    @Test
    void eachTryHasItsPauseAndAfterTheLastThereIsNone() {
        Schedule schedule = new Schedule(PAUSES, () -> 0);

        assertEquals(Optional.of(Duration.ofSeconds(5)), schedule.pauseAfter(1, Duration.ZERO));
        assertEquals(Optional.of(Duration.ofMinutes(5)), schedule.pauseAfter(2, Duration.ZERO));
        assertEquals(Optional.empty(), schedule.pauseAfter(3, Duration.ZERO));
    }

    @Test
    void jitterLengthensAPauseByUpToAFifth() {
        assertEquals(Optional.of(Duration.ofSeconds(6)), new Schedule(PAUSES, () -> 1).pauseAfter(1, Duration.ZERO));
    }

    @Test
    void whatTheTargetAsksForIsTheLeast() {
        Schedule schedule = new Schedule(PAUSES, () -> 0);

        assertEquals(Optional.of(Duration.ofHours(1)), schedule.pauseAfter(1, Duration.ofHours(1)));
        assertEquals(Optional.of(Duration.ofMinutes(5)), schedule.pauseAfter(2, Duration.ofSeconds(1)));
    }
}
