package io.rtcroom.stack.run;

import java.time.Duration;

/** A wait between two looks; an interrupt ends it and stays visible. */
public final class Pause {
    private Pause() {}

    public static void of(Duration duration) {
        try {
            Thread.sleep(duration);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
