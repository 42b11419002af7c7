package io.rtcroom.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

class ProcessStatTest {
    private static final String LINE =
            "4711 (a (very) odd name) S 17 4711 4711 0 -1 4194560 1 2 3 4 120 30 5 6 20 0 40 0 123 456 789";

    @Test
    void theFieldsAreCountedFromBehindTheName() {
        assertEquals(new ProcessStat(4711, 17, 150, 11), ProcessStat.parse(LINE));
    }

    @Test
    void ourOwnTimeGrowsWithOurWork() {
        Assumptions.assumeTrue(Files.exists(Path.of("/proc/self/stat")), "no /proc here");
        long pid = ProcessHandle.current().pid();

        long before = ProcessStat.cpuMicros(pid);
        long end = System.nanoTime() + 60_000_000;
        while (System.nanoTime() < end) Thread.onSpinWait();

        assertTrue(ProcessStat.cpuMicros(pid) > before);
        assertTrue(ProcessStat.residentBytes(pid) > 0);
    }
}
