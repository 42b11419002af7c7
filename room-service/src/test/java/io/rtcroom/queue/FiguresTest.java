package io.rtcroom.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** How often figures are counted. */
class FiguresTest {
    @Test
    void aCountRestsTwentyTimesAsLongAsItTook() {
        assertEquals(Duration.ofSeconds(40), Figures.restAfter(Duration.ofSeconds(2)));
    }

    @Test
    void evenACountThatTakesVeryLongIsRepeatedAfterAMinute() {
        assertEquals(Duration.ofMinutes(1), Figures.restAfter(Duration.ofSeconds(5)));
    }
}
