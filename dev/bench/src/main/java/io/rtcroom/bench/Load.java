package io.rtcroom.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** Requests without pause, or at a rate of their own; first a warm-up, then the window that counts. */
abstract class Load {
    /** A rate that grows by less from one part of the warm-up to the next is steady. */
    private static final double GROWTH = 1.05;

    /** A part of the warm-up; an open loop has no other. */
    static final Duration PART = Duration.ofSeconds(5);

    private static final int PARTS = 60;

    private final Wires wires;
    private final Task task;
    private final Tally tally = new Tally();
    private final List<Tally> others = new ArrayList<>();
    private final LongAdder begun = new LongAdder();
    private final AtomicLong underWay = new AtomicLong();
    private volatile boolean stopping;

    Load(Wires wires, Task task) {
        this.wires = wires;
        this.task = task;
    }

    /** Another tally, of the task's own, that counts in the same window. */
    final Load with(Tally other) {
        others.add(other);
        return this;
    }

    /** Begins to send, on each wire. */
    abstract void begin(Wires wires);

    abstract void ended(Wire wire);

    /** Whether the rate tells of the warmth: without, the time alone does. */
    abstract boolean isClosed();

    final Tally tally() {
        return tally;
    }

    final boolean isStopping() {
        return stopping;
    }

    final void once(Wire wire, long number, long due) {
        underWay.incrementAndGet();
        begun.increment();
        task.once(wire, number, due).onComplete(result -> {
            underWay.decrementAndGet();
            if (result.succeeded()) {
                tally.done();
                tally.took(due);
            } else {
                tally.failed(result.cause());
            }
            ended(wire);
        });
    }

    /** Until the compilers of both sides have seen enough of the load, but not for ever. */
    private void warmUp(Duration least) throws InterruptedException {
        if (isClosed()) settle(System.nanoTime() + least.toNanos());
        else Thread.sleep(PART);
    }

    private void settle(long earliest) throws InterruptedException {
        long before = 0;
        for (int part = 0; part < PARTS; part++) {
            long begin = begun.sum();
            Thread.sleep(PART);
            long now = begun.sum() - begin;
            if (now < before * GROWTH && System.nanoTime() > earliest) return;
            before = now;
        }
    }

    /** @param cpu metered during the window */
    final Tally run(Duration warmUp, Duration window, CpuMeter cpu) throws InterruptedException {
        // What was made to prepare it is collected before it is measured, and not meanwhile.
        System.gc();
        begin(wires);
        warmUp(warmUp);
        cpu.start();
        tally.open();
        others.forEach(Tally::open);
        Thread.sleep(window);
        tally.close();
        others.forEach(Tally::close);
        cpu.stop();
        stopping = true;
        long patience = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (underWay.get() > 0 && System.nanoTime() < patience) Thread.sleep(10);
        return tally;
    }
}
