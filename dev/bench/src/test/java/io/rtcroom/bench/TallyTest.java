package io.rtcroom.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class TallyTest {
    private final Tally tally = new Tally();

    @Test
    void onlyTheWindowCounts() {
        tally.done();
        tally.record(1_000);
        tally.open();
        tally.done();
        tally.record(2_000_000);
        tally.close();
        tally.done();
        tally.record(3_000);

        assertEquals(1, tally.count());
        assertEquals(1, tally.samples());
    }

    @Test
    void percentilesAreInMilliseconds() {
        tally.open();
        for (int millis = 1; millis <= 1_000; millis++) tally.record(millis * 1_000_000L);
        tally.close();

        assertEquals(500, tally.millis(50), 1);
        assertEquals(990, tally.millis(99), 1);
    }

    @Test
    void failuresAreCountedApartWheneverTheyHappen() {
        tally.failed(new IllegalStateException("answered 503\nand more"));
        tally.open();
        tally.failed(new IllegalStateException("answered 503"));
        tally.close();

        assertEquals(0, tally.count());
        assertEquals(", 2 FAILED (2 × answered 503)", tally.complaint());
    }

    @Test
    void whereNothingFailedNothingIsSaid() {
        assertTrue(tally.complaint().isEmpty());
    }
}
