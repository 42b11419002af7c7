package io.rtcroom.bench;

import io.vertx.core.Vertx;

/** At a fixed rate, however slowly the answers come: what latencies are measured with. */
final class OpenLoop extends Load {
    private static final long TICK_MILLIS = 1;

    private final Vertx vertx;
    private final double perSecond;

    OpenLoop(Wires wires, double perSecond, Task task) {
        super(wires, task);
        vertx = wires.vertx();
        this.perSecond = perSecond;
    }

    @Override
    void begin(Wires wires) {
        int loops = wires.all().size();
        for (int loop = 0; loop < loops; loop++) {
            Wire wire = wires.get(loop);
            var turn = new Turn(wire, new Schedule(System.nanoTime(), perSecond / loops), loop, loops);
            wire.run(() -> vertx.setPeriodic(TICK_MILLIS, turn::sendDue));
        }
    }

    @Override
    void ended(Wire wire) {
        // The next one is due when it is due.
    }

    @Override
    boolean isClosed() {
        return false;
    }

    /** One wire's part of the schedule: every so-many-th number. */
    private final class Turn {
        private final Wire wire;
        private final Schedule schedule;
        private final int first;
        private final int step;
        private long sent;

        Turn(Wire wire, Schedule schedule, int first, int step) {
            this.wire = wire;
            this.schedule = schedule;
            this.first = first;
            this.step = step;
        }

        void sendDue(long timer) {
            if (isStopping()) {
                vertx.cancelTimer(timer);
                return;
            }
            for (long due = schedule.dueBy(System.nanoTime()); sent < due; sent++)
                once(wire, first + sent * step, schedule.dueAt(sent));
        }
    }
}
