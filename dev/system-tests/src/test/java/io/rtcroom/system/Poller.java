package io.rtcroom.system;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.StreamSupport;

/** Polls a user's events, each time from where the last answer ended. */
final class Poller implements AutoCloseable {
    private final V1Client client;
    private final List<String> ids = new CopyOnWriteArrayList<>();
    private final String subject;
    private final Thread thread;
    private String cursor;
    private volatile boolean lost;
    private volatile boolean closing;

    Poller(V1Client client, String cursor, String subject) {
        this.client = client;
        this.cursor = cursor;
        this.subject = subject;
        thread = Thread.startVirtualThread(this::poll);
    }

    /** The subject's events, in the order in which they came. */
    List<String> ids() {
        return ids;
    }

    /** Whether an answer ever said that something may be missing. */
    boolean wasToldOfALoss() {
        return lost;
    }

    private void poll() {
        while (!closing) {
            try {
                Answer answer = client.get("/v1/events?wait=2&after=" + cursor);
                if (answer.status() != 200) continue;
                lost |= !answer.json().path("recovered").asBoolean();
                StreamSupport.stream(answer.json().path("items").spliterator(), false)
                        .filter(event -> event.path("subject").asText().equals(subject))
                        .forEach(event -> ids.add(event.path("id").asText()));
                cursor = answer.text("next");
            } catch (RuntimeException e) {
                Thread.yield();
            }
        }
    }

    @Override
    public void close() {
        closing = true;
        thread.interrupt();
    }
}
