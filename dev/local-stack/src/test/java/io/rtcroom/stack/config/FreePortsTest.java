package io.rtcroom.stack.config;

import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FreePortsTest {
    private static final int SEED = 17;

    @Test
    void noStackTakesAPortThatAnotherHasGivenOut() throws IOException {
        try (var one = new FreePorts(SEED);
                var other = new FreePorts(SEED)) {
            Set<Integer> given = take(one);

            assertFalse(take(other).stream().anyMatch(given::contains));
        }
    }

    private static Set<Integer> take(FreePorts ports) {
        Set<Integer> taken = new HashSet<>();
        for (int i = 0; i < 30; i++) taken.add(ports.next());
        return taken;
    }
}
