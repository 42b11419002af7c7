package io.rtcroom.system;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Users who come and go until stopped, and what they were told. Half of them speak the old dialect, each in rooms of
 * its own; the others meet in rooms that stay.
 */
final class Load implements AutoCloseable {
    private static final int WORKERS = 6;
    /** Between two rounds of a user: there are always requests in flight, and the machine can still start a process. */
    private static final Duration PACE = Duration.ofMillis(150);

    private final Stack stack;
    private final List<StandingRoom> standing;
    private final List<Story> stories = new CopyOnWriteArrayList<>();
    private final AtomicInteger joins = new AtomicInteger();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Future<?>> workers = new ArrayList<>();
    private volatile boolean stopping;

    private Load(Stack stack, List<StandingRoom> standing) {
        this.stack = stack;
        this.standing = standing;
    }

    /** @param standing rooms without a limit that somebody keeps open */
    static Load on(Stack stack, List<StandingRoom> standing) {
        return on(stack, standing, WORKERS);
    }

    static Load on(Stack stack, List<StandingRoom> standing, int users) {
        var load = new Load(stack, standing);
        Parallel.run(users, i -> i % 2 == 0 ? load.oldUser() : load.user()).forEach(load::repeat);
        return load;
    }

    /** How many joins have been acknowledged so far. */
    int joins() {
        return joins.get();
    }

    /** Lets everybody finish what they are at. */
    Load stop() {
        stopping = true;
        try {
            for (Future<?> worker : workers) worker.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("a user failed", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        return this;
    }

    @Override
    public void close() {
        stopping = true;
        threads.close();
    }

    /** Every request was answered, and none refused. */
    void everythingWasGranted() {
        assertThat(stories.stream().filter(story -> !story.isCertain()).toList(), is(empty()));
    }

    void everythingAcknowledgedIsIn(RoomEvents events) {
        assertThat(
                "acknowledged and not in the events, or there though nobody asked",
                stories.stream().flatMap(story -> story.complaints(events)).toList(),
                is(empty()));
    }

    private void repeat(Runnable round) {
        workers.add(threads.submit(() -> {
            while (!stopping) {
                round.run();
                LockSupport.parkNanos(PACE.toNanos());
            }
        }));
    }

    private Runnable oldUser() {
        OldClient client = OldClient.login(stack, OldClient.MULTI);
        return () -> {
            Story story = story(Names.room(), client.userId);
            for (int i = 0; i < 4 && story.isCertain(); i++) {
                if (story.join(name -> client.enter(story.roomId(), name))) joins.incrementAndGet();
                if (story.isCertain()) story.leave(() -> client.deletePusher(story.roomId()));
            }
        };
    }

    private Runnable user() {
        String userId = Names.user("user");
        V1Client client = V1Client.user(stack, userId);
        List<Story> own =
                standing.stream().map(room -> story(room.roomId(), userId)).toList();
        return () -> {
            for (int i = 0; i < own.size(); i++) {
                String uid = standing.get(i).uid();
                if (own.get(i).join(name -> client.join(uid, name))) joins.incrementAndGet();
                own.get(i).leave(() -> client.leave(uid, userId));
            }
        };
    }

    private Story story(String roomId, String userId) {
        var story = new Story(roomId, userId);
        stories.add(story);
        return story;
    }
}
