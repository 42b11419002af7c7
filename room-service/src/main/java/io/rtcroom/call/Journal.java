package io.rtcroom.call;

import io.rtcroom.event.Event;
import io.rtcroom.event.EventData;
import io.rtcroom.user.UserEvents.News;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** What a change of one call has to tell: to its subject, to its timeline and to people. */
final class Journal {
    private final String subject;
    private final Instant now;
    private final List<Event> events = new ArrayList<>();
    private final List<Transition> transitions = new ArrayList<>();
    private final List<News> news = new ArrayList<>();

    Journal(UUID callId, Instant now) {
        subject = subject(callId);
        this.now = now;
    }

    static String subject(UUID callId) {
        return "call:" + callId;
    }

    void add(long seq, CallState state, EventData data, String userId, String actor, String cause) {
        events.add(new Event(UUID.randomUUID(), subject, seq, now, data));
        transitions.add(new Transition(seq, now, data.type(), userId, actor, cause, state));
    }

    void tell(String userId, EventData data) {
        news.add(new News(userId, data));
    }

    List<Event> events() {
        return events;
    }

    List<Transition> transitions() {
        return transitions;
    }

    List<News> news() {
        return news;
    }
}
