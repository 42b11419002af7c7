package io.rtcroom.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class ScheduleTest {
    private static final long START = 5_000_000_000L;

    private final Schedule schedule = new Schedule(START, 1_000);

    @Test
    void theFirstIsDueAtTheStart() {
        assertEquals(START, schedule.dueAt(0));
        assertEquals(0, schedule.dueBy(START - 1));
        assertEquals(1, schedule.dueBy(START));
    }

    @Test
    void theOthersFollowEvenly() {
        assertEquals(START + 7_000_000, schedule.dueAt(7));
        assertEquals(8, schedule.dueBy(START + 7_500_000));
    }

    @Test
    void aPauseDoesNotMoveWhatIsDue() {
        assertEquals(2_001, schedule.dueBy(START + 2_000_000_000L));
        assertEquals(START + 1_000_000_000L, schedule.dueAt(1_000));
    }

    @Test
    void everyNumberIsDueByTheTimeItIsDue() {
        var uneven = new Schedule(START, 166.7);

        for (int number = 0; number < 1_000; number++)
            assertEquals(number + 1, uneven.dueBy(uneven.dueAt(number) + 1_000), "number " + number);
    }
}
