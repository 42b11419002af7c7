package io.rtcroom.bench;

/**
 * When the requests of an open loop are due: evenly from its start, whatever becomes of those before. A request that
 * could not be sent when due still counts from then, or a server that stands still would look quick.
 */
record Schedule(long startNanos, double perSecond) {
    private static final double NANOS = 1e9;

    long dueAt(long number) {
        return startNanos + (long) (number * NANOS / perSecond);
    }

    /** How many are due by now, the first at the start. */
    long dueBy(long nanos) {
        return nanos < startNanos ? 0 : (long) ((nanos - startNanos) / NANOS * perSecond) + 1;
    }
}
