package io.rtcroom.bench;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/** What a load has achieved in its window; what ends before or after is not counted. */
final class Tally {
    private static final long LONGEST_NANOS = 120_000_000_000L;
    private static final int DIGITS = 3;

    private final LongAdder done = new LongAdder();
    private final Map<String, LongAdder> failures = new ConcurrentHashMap<>();
    private final Histogram took = new ConcurrentHistogram(LONGEST_NANOS, DIGITS);
    private volatile boolean open;
    private long openedAt;
    private long closedAt;

    void open() {
        openedAt = System.nanoTime();
        open = true;
    }

    void close() {
        open = false;
        closedAt = System.nanoTime();
    }

    boolean isOpen() {
        return open;
    }

    void done() {
        if (open) done.increment();
    }

    /** @param since when it was due */
    void took(long since) {
        record(System.nanoTime() - since);
    }

    void record(long nanos) {
        if (open) took.recordValue(Math.clamp(nanos, 0, LONGEST_NANOS));
    }

    /** Failures count whenever they happen: a warm-up that fails is no warm-up. */
    void failed(Throwable failure) {
        String text = String.valueOf(failure.getMessage());
        failures.computeIfAbsent(text.lines().findFirst().orElse(""), first -> new LongAdder())
                .increment();
    }

    long count() {
        return done.sum();
    }

    double perSecond() {
        return count() / ((closedAt - openedAt) / 1e9);
    }

    String percentiles() {
        return "p50 " + Figure.millis(millis(50)) + ", p99 " + Figure.millis(millis(99));
    }

    double millis(double percentile) {
        return took.getValueAtPercentile(percentile) / 1e6;
    }

    long samples() {
        return took.getTotalCount();
    }

    /** Such as ", 3 FAILED (2 × 503 …)", or nothing. */
    String complaint() {
        if (failures.isEmpty()) return "";
        long sum = failures.values().stream().mapToLong(LongAdder::sum).sum();
        var kinds = new TreeMap<>(failures);
        return ", " + sum + " FAILED (" + kinds.firstEntry().getValue() + " × " + kinds.firstKey() + ")";
    }
}
