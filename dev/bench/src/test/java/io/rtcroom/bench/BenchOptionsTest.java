package io.rtcroom.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class BenchOptionsTest {
    @Test
    void rowsAreChosenByName() {
        var options = BenchOptions.parse(List.of("churn", "--seconds", "60", "lists"));

        assertEquals(List.of("churn", "lists"), options.names());
        assertEquals(60, options.duration().toSeconds());
    }

    @Test
    void anUnknownRowIsRefusedWithTheKnownOnes() {
        var refusal = assertThrows(IllegalArgumentException.class, () -> BenchOptions.parse(List.of("speed")));

        assertTrue(refusal.getMessage().contains("heartbeats, lists, churn"), refusal.getMessage());
    }

    @Test
    void anOptionNeedsANumber() {
        assertThrows(IllegalArgumentException.class, () -> BenchOptions.parse(List.of("--seconds")));
        assertThrows(IllegalArgumentException.class, () -> BenchOptions.parse(List.of("--streams", "many")));
    }
}
