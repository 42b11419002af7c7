package io.rtcroom.bench;

import java.util.concurrent.atomic.AtomicLong;

/** As many at a time as there are workers, each beginning anew when it has an answer: what can be reached at most. */
final class ClosedLoop extends Load {
    private final int workers;
    private final AtomicLong number = new AtomicLong();

    ClosedLoop(Wires wires, int workers, Task task) {
        super(wires, task);
        this.workers = workers;
    }

    @Override
    void begin(Wires wires) {
        for (int worker = 0; worker < workers; worker++) {
            Wire wire = wires.get(worker);
            wire.run(() -> again(wire));
        }
    }

    @Override
    void ended(Wire wire) {
        if (!isStopping()) again(wire);
    }

    @Override
    boolean isClosed() {
        return true;
    }

    private void again(Wire wire) {
        once(wire, number.getAndIncrement(), System.nanoTime());
    }
}
