package io.rtcroom.stack.edge;

import java.time.Duration;

/** One process of a service, whether it says that it is ready, and whether it answered lately. */
final class Replica {
    private static final long REST_NANOS = Duration.ofSeconds(3).toNanos();

    private final int port;
    private volatile boolean ready = true;
    private volatile boolean resting;
    private volatile long restsUntil;

    Replica(int port) {
        this.port = port;
    }

    int port() {
        return port;
    }

    boolean isInRotation() {
        return ready && (!resting || System.nanoTime() - restsUntil > 0);
    }

    /** What it says itself, and no answer to a request in flight speaks against it. */
    void setReady(boolean ready) {
        this.ready = ready;
        if (ready) resting = false;
    }

    /** It did not answer: others are asked first for a while. */
    void rest() {
        restsUntil = System.nanoTime() + REST_NANOS;
        resting = true;
    }

    void answered() {
        resting = false;
    }
}
