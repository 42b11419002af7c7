package io.rtcroom.system;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;

/** Many at once, let go at the same moment. */
final class Parallel {
    private Parallel() {}

    /** Runs the task for 0 to n−1, each in its own thread, and returns the results in that order. */
    static <T> List<T> run(int n, IntFunction<T> task) {
        var start = new CountDownLatch(1);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<T>> results = new ArrayList<>();
            for (int i = 0; i < n; i++) {
                int number = i;
                results.add(threads.submit(() -> {
                    start.await();
                    return task.apply(number);
                }));
            }
            start.countDown();
            List<T> values = new ArrayList<>();
            for (Future<T> result : results) values.add(result.get());
            return values;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
