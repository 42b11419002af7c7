package io.rtcroom.system;

import io.rtcroom.history.Linearizability;
import io.rtcroom.history.Operation;
import io.rtcroom.history.Operation.Outcome;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Users chosen by a seed come and go in a few rooms through both replicas. The seed repeats a run's choices, not its timing. */
final class History {
    private static final int MAX_MEMBERS = 4;
    private static final Duration THINKING = Duration.ofMillis(80);
    private static final Duration BEAT_EVERY = Duration.ofSeconds(4);

    private final long seed;
    private final List<String> rooms;
    private final List<HistoryClient> users;

    History(Stack stack, long seed, int users, int rooms) {
        this.seed = seed;
        this.rooms = IntStream.range(0, rooms).mapToObj(i -> Names.room()).toList();
        this.users = Parallel.run(users, i -> new HistoryClient(stack, this.rooms, seed + i));
    }

    void goesOnFor(Duration length) {
        goesOnDuring(() -> LockSupport.parkNanos(length.toNanos()));
    }

    /** Afterwards everybody lists each room; nobody falls silent before. */
    void goesOnDuring(Runnable meanwhile) {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var done = new AtomicBoolean();
            List<Future<?>> all = users.stream()
                    .<Future<?>>flatMap(user -> Stream.of(
                            threads.submit(() -> repeat(user::doSomething, THINKING, () -> !done.get())),
                            threads.submit(
                                    () -> repeat(user::beatEverywhere, BEAT_EVERY, () -> !threads.isShutdown()))))
                    .toList();
            meanwhile.run();
            done.set(true);
            users.forEach(user -> rooms.forEach(user::list));
            threads.shutdown();
            all.forEach(History::requireSuccess);
        }
    }

    /** The first answer that no order of what happened explains, with what was going on, or nothing if all is well. */
    Optional<String> firstUnexplained() {
        return rooms.stream().flatMap(room -> firstUnexplained(room).stream()).findFirst();
    }

    private Optional<String> firstUnexplained(String room) {
        List<Operation> history = operations(room);
        long unknown = history.stream()
                .filter(operation -> operation.outcome() == Outcome.UNKNOWN)
                .count();
        System.out.printf("history of %s: %d operations, %d unknown%n", room, history.size(), unknown);
        return new Linearizability(MAX_MEMBERS)
                .firstUnexplained(history)
                .map(operation -> room + " with seed " + seed + ": " + operation + around(history, operation));
    }

    private List<Operation> operations(String room) {
        return users.stream()
                .flatMap(user -> user.operations(room).stream())
                .sorted(Comparator.comparingLong(Operation::calledAt))
                .toList();
    }

    /** The number of operations in the room with the fewest. */
    int size() {
        return rooms.stream().mapToInt(room -> operations(room).size()).min().orElse(0);
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
        } catch (ExecutionException e) {
            throw new IllegalStateException("a user failed", e.getCause());
        }
    }

    private static String around(List<Operation> history, Operation unexplained) {
        return history.stream()
                .filter(other -> other.endedAt() > unexplained.calledAt() - 2_000_000_000L
                        && other.calledAt() < unexplained.endedAt())
                .map(Operation::toString)
                .reduce("", (one, other) -> one + "\n" + other);
    }
}
