package io.rtcroom.stack.part;

import java.time.Duration;

/**
 * The JVM of a service.
 *
 * @param heap in MB
 * @param trains whether it leaves behind, when it ends, what it has loaded and linked, for later starts to take as it is
 */
public record Jvm(int heap, boolean trains) {
    private static final Duration END = Duration.ofSeconds(15);
    private static final Duration END_OF_TRAINING = Duration.ofSeconds(120);

    /** How long its end may take. */
    Duration patience() {
        return trains ? END_OF_TRAINING : END;
    }
}
