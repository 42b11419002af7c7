package io.rtcroom.system;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;

/** A member who writes on and on, no text twice, and sends a message again under its id until it is acknowledged. */
final class Chatter implements AutoCloseable {
    private static final Duration PAUSE = Duration.ofMillis(250);

    private final V1Client client;
    private final String roomUid;
    private final List<String> acknowledged = new CopyOnWriteArrayList<>();
    private final Thread thread;
    private volatile boolean closing;

    Chatter(V1Client client, String roomUid) {
        this.client = client;
        this.roomUid = roomUid;
        thread = Thread.ofVirtual().unstarted(this::write);
    }

    void start() {
        thread.start();
    }

    /** The ids of the events that were answered, in order. */
    List<String> acknowledged() {
        return acknowledged;
    }

    private void write() {
        while (!closing) {
            String text = Names.user("m");
            String message =
                    "{\"roomUid\":\"%s\",\"text\":\"%s\",\"clientMsgId\":\"%s\"}".formatted(roomUid, text, text);
            while (!send(message)) LockSupport.parkNanos(PAUSE.toNanos());
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    private boolean send(String message) {
        try {
            Answer answer = client.post("/v1/messages", message);
            if (answer.status() != 201 && answer.status() != 200) return false;
            acknowledged.add(answer.text("id"));
            return true;
        } catch (RuntimeException e) {
            return false;
        }
    }

    /** Returns once the message under way is acknowledged. */
    @Override
    public void close() {
        closing = true;
        try {
            thread.join(Duration.ofSeconds(60));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
