package io.rtcroom.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class CpuMeterTest {
    @Test
    void timeIsSharedAmongTheRequests() {
        assertEquals(12.5, CpuMeter.perOne(1_250_000, 100_000));
    }

    @Test
    void withoutARequestThereIsNoShare() {
        assertTrue(Double.isNaN(CpuMeter.perOne(1_000, 0)));
    }
}
