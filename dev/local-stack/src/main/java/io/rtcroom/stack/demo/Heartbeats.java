package io.rtcroom.stack.demo;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Says every few seconds for everybody that they are still there. A timeline shows decisions, and these are none. */
final class Heartbeats implements AutoCloseable {
    private static final Duration PERIOD = Duration.ofSeconds(3);

    private final Map<String, Beat> beats = new ConcurrentHashMap<>();
    private final Thread thread = Thread.ofVirtual().start(this::run);

    interface Beat {
        void beat() throws IOException, InterruptedException;
    }

    void of(String person, Beat beat) {
        beats.put(person, beat);
    }

    void stop(String person) {
        beats.remove(person);
    }

    private void run() {
        try {
            while (true) {
                Thread.sleep(PERIOD);
                for (Beat each : beats.values()) beat(each);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void beat(Beat each) throws InterruptedException {
        try {
            each.beat();
        } catch (IOException lost) {
            // The next one follows soon.
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
