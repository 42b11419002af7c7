package io.rtcroom.system;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Reads a user's event stream as a browser does: when it breaks, it is opened again after the last event seen. */
final class Follower implements AutoCloseable {
    private final V1Client client;
    private final List<EventStream.Frame> frames = new ArrayList<>();
    private final Thread thread;
    private final List<String> troubles = new CopyOnWriteArrayList<>();
    private String cursor;
    private volatile boolean closing;

    /** @param cursor where to begin */
    Follower(V1Client client, String cursor) {
        this.client = client;
        this.cursor = cursor;
        thread = Thread.startVirtualThread(this::follow);
    }

    List<EventStream.Frame> of(String subject) {
        synchronized (frames) {
            return frames.stream()
                    .filter(frame -> frame.subject().equals(subject))
                    .toList();
        }
    }

    /** Streams that could not be opened, or broke off; one that the server ended is none. */
    List<String> troubles() {
        return troubles;
    }

    private void follow() {
        while (!closing) {
            try (EventStream stream = client.events(cursor)) {
                int taken = 0;
                while (!closing) {
                    boolean ended = stream.hasEnded();
                    List<EventStream.Frame> more = stream.framesAfter(taken);
                    taken += more.size();
                    take(more);
                    if (ended) break;
                    pause();
                }
                if (stream.isBroken() && !closing) troubles.add("a stream broke off");
            } catch (Http.NoAnswerException | IllegalStateException e) {
                troubles.add(e.toString());
                pause();
            }
        }
    }

    private void take(List<EventStream.Frame> more) {
        if (more.isEmpty()) return;
        cursor = more.getLast().id();
        synchronized (frames) {
            frames.addAll(more);
        }
    }

    private static void pause() {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
    }

    @Override
    public void close() {
        closing = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
