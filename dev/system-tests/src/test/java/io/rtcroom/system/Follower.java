package io.rtcroom.system;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Reads a user's event stream as a browser does: when it breaks, it is opened again after the last event seen. */
final class Follower implements AutoCloseable {
    private final V1Client client;
    private final List<EventStream.Frame> frames = new CopyOnWriteArrayList<>();
    private final Thread thread;
    private String cursor;
    private volatile boolean closing;

    /** @param cursor where to begin */
    Follower(V1Client client, String cursor) {
        this.client = client;
        this.cursor = cursor;
        thread = Thread.startVirtualThread(this::follow);
    }

    List<EventStream.Frame> of(String subject) {
        return frames.stream().filter(frame -> frame.subject().equals(subject)).toList();
    }

    private void follow() {
        while (!closing) {
            try (EventStream stream = client.events(cursor)) {
                int taken = 0;
                while (!closing) {
                    boolean ended = stream.hasEnded();
                    List<EventStream.Frame> all = stream.frames();
                    frames.addAll(all.subList(taken, all.size()));
                    taken = all.size();
                    if (taken > 0) cursor = all.getLast().id();
                    if (ended) break;
                    pause();
                }
            } catch (Http.NoAnswerException | IllegalStateException e) {
                pause();
            }
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
