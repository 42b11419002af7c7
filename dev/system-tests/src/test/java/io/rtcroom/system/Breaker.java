package io.rtcroom.system;

import java.time.Duration;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/** Kills and pauses parts of a stack, one after the other, chosen by a seed. */
final class Breaker {
    private static final Duration SHORT = Duration.ofSeconds(2);
    private static final Duration LONG = Duration.ofSeconds(5);

    private final Stack stack;
    private final Random random;
    private final Duration calm;

    /** @param calm before each outage */
    Breaker(Stack stack, long seed, Duration calm) {
        this.stack = stack;
        this.calm = calm;
        random = new Random(seed);
    }

    /** Both replicas are never away at once, no outage is longer than a lease, and in the end everything runs. */
    void breakThingsFor(Duration length) {
        long end = System.nanoTime() + length.toNanos();
        while (System.nanoTime() < end) {
            LockSupport.parkNanos(calm.toNanos());
            String replica = "room-service-" + (1 + random.nextInt(2));
            switch (random.nextInt(4)) {
                case 0 -> outage(replica, SHORT);
                case 1 -> outage("kafka", LONG);
                case 2 -> outage("postgres", SHORT);
                default -> {
                    stack.kill(replica);
                    stack.start(replica);
                }
            }
        }
        stack.mend();
    }

    private void outage(String part, Duration length) {
        stack.pause(part);
        LockSupport.parkNanos(length.toNanos());
        stack.resume(part);
    }
}
