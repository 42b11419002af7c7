package io.rtcroom.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;

class AssignmentBurstTest {
    private static final CpuMeter CPU = new CpuMeter(Map.of());

    @Test
    void theRateIsOfThoseThatWereMade() {
        var burst = new AssignmentBurst(2_000, 1_500, 10, CPU);

        assertEquals(150, burst.perSecond());
        assertEquals(", 500 NOT ASSIGNED", burst.complaint());
    }

    @Test
    void whereAllWereAssignedNothingIsSaid() {
        assertTrue(new AssignmentBurst(2_000, 2_000, 10, CPU).complaint().isEmpty());
    }

    @Test
    void pgbenchHasAPairForEachOfItsTransactions() {
        assertEquals(24 * (20 + 200), Pgbench.assignmentsOf(24));
    }
}
