package io.rtcroom.system;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;

import io.rtcroom.history.Linearizability;
import io.rtcroom.history.Operation;
import io.rtcroom.history.Operation.Outcome;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Users chosen by a seed come and go in a few rooms through both replicas while parts are killed and paused; then every
 * answer must be explained by one order of what happened. {@code -Drtcroom.history.seed} repeats a run's choices (not
 * its timing), {@code -Drtcroom.history.seconds} makes it longer.
 */
@ExtendWith(SharedStack.class)
class HistoryIT {
    private static final Duration LENGTH = Duration.ofSeconds(Integer.getInteger("rtcroom.history.seconds", 60));
    private static final long SEED = Long.getLong("rtcroom.history.seed", new Random().nextLong());
    private static final int USERS = 14;
    private static final int ROOMS = 4;
    private static final int MAX_MEMBERS = 4;
    private static final Duration THINKING = Duration.ofMillis(80);
    private static final Duration BEAT_EVERY = Duration.ofSeconds(4);
    private static final Duration CALM = Duration.ofSeconds(5);

    private final Stack stack = SharedStack.stack();
    private final List<String> rooms =
            IntStream.range(0, ROOMS).mapToObj(i -> Names.room()).toList();

    @AfterEach
    void mendTheStack() {
        stack.mend();
    }

    @Test
    void everyAnswerIsExplainedByOneOrderOfWhatHappened() {
        System.out.println("history seed " + SEED);
        List<HistoryClient> users = Parallel.run(USERS, i -> new HistoryClient(stack, rooms, SEED + i));
        long end = System.nanoTime() + LENGTH.toNanos();

        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            BooleanSupplier goesOn = () -> System.nanoTime() < end;
            List<Future<?>> all = users.stream()
                    .<Future<?>>flatMap(user -> Stream.of(
                            threads.submit(() -> repeat(user::doSomething, THINKING, goesOn)),
                            threads.submit(
                                    () -> repeat(user::beatEverywhere, BEAT_EVERY, () -> !threads.isShutdown()))))
                    .toList();
            breakThings(new Random(SEED), goesOn);
            stack.mend();
            users.forEach(user -> rooms.forEach(user::list));
            threads.shutdown();
            all.forEach(HistoryIT::requireSuccess);
        }

        for (String room : rooms) isExplained(room, users);
        new Audit(stack).everythingAgrees();
    }

    private void isExplained(String room, List<HistoryClient> users) {
        List<Operation> history = users.stream()
                .flatMap(user -> user.operations(room).stream())
                .sorted(Comparator.comparingLong(Operation::calledAt))
                .toList();
        Optional<Operation> unexplained = new Linearizability(MAX_MEMBERS).firstUnexplained(history);
        long unknown = history.stream()
                .filter(operation -> operation.outcome() == Outcome.UNKNOWN)
                .count();
        System.out.printf("history of %s: %d operations, %d unknown%n", room, history.size(), unknown);
        assertThat(history.size(), greaterThan(100));
        assertThat(
                room + " with seed " + SEED + "\n" + around(history, unexplained), unexplained, is(Optional.empty()));
    }

    /** Both replicas are never away at once, and no outage is longer than a lease. */
    private void breakThings(Random random, BooleanSupplier goesOn) {
        while (goesOn.getAsBoolean()) {
            LockSupport.parkNanos(CALM.toNanos());
            String replica = "room-service-" + (1 + random.nextInt(2));
            switch (random.nextInt(4)) {
                case 0 -> outage(replica, Duration.ofSeconds(3));
                case 1 -> outage("kafka", CALM);
                case 2 -> outage("postgres", Duration.ofSeconds(2));
                default -> {
                    stack.kill(replica);
                    stack.start(replica);
                }
            }
        }
    }

    private void outage(String part, Duration length) {
        stack.pause(part);
        LockSupport.parkNanos(length.toNanos());
        stack.resume(part);
    }

    private static void repeat(Runnable action, Duration pause, BooleanSupplier goesOn) {
        while (goesOn.getAsBoolean()) {
            action.run();
            LockSupport.parkNanos(pause.toNanos());
        }
    }

    private static void requireSuccess(Future<?> user) {
        try {
            user.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (java.util.concurrent.ExecutionException e) {
            throw new IllegalStateException("a user failed", e.getCause());
        }
    }

    private static String around(List<Operation> history, Optional<Operation> unexplained) {
        return unexplained
                .map(operation -> history.stream()
                        .filter(other -> other.endedAt() > operation.calledAt() - 2_000_000_000L
                                && other.calledAt() < operation.endedAt())
                        .map(Operation::toString)
                        .reduce("", (one, other) -> one + "\n" + other))
                .orElse("");
    }
}
