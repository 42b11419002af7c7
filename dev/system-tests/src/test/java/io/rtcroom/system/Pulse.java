package io.rtcroom.system;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Beats in the background as real clients do: whatever the answer, and also if there is none, it goes on. */
final class Pulse implements AutoCloseable {
    private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(3);

    private final Thread thread;
    private volatile boolean closing;

    private Pulse(Runnable beat) {
        thread = Thread.startVirtualThread(() -> {
            while (!closing) {
                beatOnce(beat);
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        });
    }

    static Pulse of(Runnable beat) {
        return new Pulse(beat);
    }

    private static void beatOnce(Runnable beat) {
        try {
            beat.run();
        } catch (Http.NoAnswerException e) {
            // It may have counted or not.
        }
    }

    @Override
    public void close() {
        closing = true;
        LockSupport.unpark(thread);
    }
}
