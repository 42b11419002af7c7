package io.rtcroom.system;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * What clients ask all day, on a schedule that waits for no answer: of ten requests seven are heartbeats, the others a page
 * of rooms, the members of one, and what was missed.
 */
final class Routine implements AutoCloseable {
    private final List<StandingRoom> rooms;
    private final long periodNanos;
    private final long began = System.nanoTime();
    private final AtomicLong answered = new AtomicLong();
    private final Queue<String> troubles = new ConcurrentLinkedQueue<>();
    private final ExecutorService requests = Executors.newVirtualThreadPerTaskExecutor();
    private final Thread schedule;
    private volatile boolean stopping;
    private volatile double seconds;

    private Routine(List<StandingRoom> rooms, int perSecond) {
        this.rooms = rooms;
        periodNanos = TimeUnit.SECONDS.toNanos(1) / perSecond;
        schedule = Thread.startVirtualThread(this::keepTime);
    }

    static Routine in(List<StandingRoom> rooms, int perSecond) {
        return new Routine(rooms, perSecond);
    }

    long answered() {
        return answered.get();
    }

    /** Of requests that were granted. */
    double perSecond() {
        return answered.get() / seconds;
    }

    /** After all answers have come. */
    Routine stop() throws InterruptedException {
        stopping = true;
        schedule.join();
        requests.close();
        seconds = (System.nanoTime() - began) / 1e9;
        return this;
    }

    void everythingWasAnswered() {
        assertThat(troubles, is(empty()));
    }

    @Override
    public void close() {
        stopping = true;
        requests.shutdownNow();
    }

    private void keepTime() {
        for (long turn = 0; !stopping; turn++) {
            LockSupport.parkNanos(began + turn * periodNanos - System.nanoTime());
            long number = turn;
            requests.submit(() -> ask(number));
        }
    }

    private void ask(long turn) {
        try {
            Answer answer = answer(rooms.get((int) (turn % rooms.size())), turn % 10);
            if (answer.status() / 100 == 2) answered.incrementAndGet();
            else troubles.add(turn % 10 + ": " + answer);
        } catch (Http.NoAnswerException e) {
            if (!stopping) troubles.add(e + " " + e.getCause());
        }
    }

    private static Answer answer(StandingRoom room, long kind) {
        V1Client host = room.host();
        if (kind == 0) return host.get("/v1/rooms?family=live");
        if (kind == 1) return host.members(room.uid());
        if (kind == 2) return host.get("/v1/events?wait=0");
        return room.beat();
    }
}
