package io.rtcroom.system;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * What one user was granted in the rooms of one name, one request after the other. It is certain until a request gets no
 * answer or a refusal: from then on more may have happened than is known, but never less.
 */
final class Story {
    private static final AtomicLong NAMES = new AtomicLong();

    /** @param userName the name a join gave itself, by which its event is known; null for a leave */
    private record Granted(String userName) {
        boolean isToldBy(JsonNode event) {
            String type = event.path("type").asText();
            if (userName == null) return type.equals("member.left");
            return (type.equals("member.joined") || type.equals("member.updated"))
                    && event.path("data").path("userName").asText().equals(userName);
        }
    }

    private final String roomId;
    private final String userId;
    private final List<Granted> granted = new ArrayList<>();
    private boolean certain = true;
    /** What ended the certainty. */
    private String trouble;

    Story(String roomId, String userId) {
        this.roomId = roomId;
        this.userId = userId;
    }

    String roomId() {
        return roomId;
    }

    boolean isCertain() {
        return certain;
    }

    /** Asks to be let in under a name of its own, and says whether that was granted. */
    boolean join(Function<String, Answer> request) {
        String name = "n" + NAMES.incrementAndGet();
        return ask(new Granted(name), () -> request.apply(name));
    }

    void leave(Supplier<Answer> request) {
        ask(new Granted(null), request);
    }

    private boolean ask(Granted wish, Supplier<Answer> request) {
        try {
            Answer answer = request.get();
            if (answer.status() < 300 && answer.json().path("code").asInt() == 0) return granted.add(wish);
            trouble = answer.toString();
        } catch (Http.NoAnswerException e) {
            // It may or may not have been carried out, now or later.
            trouble = e + ", " + e.getCause();
        }
        certain = false;
        return false;
    }

    /** What was granted and never happened; if all is certain, also what happened and was never asked for. */
    Stream<String> complaints(RoomEvents events) {
        List<String> complaints = new ArrayList<>();
        List<JsonNode> told = events.of(roomId, userId);
        int next = 0;
        for (Granted wish : granted) {
            int at = next;
            while (at < told.size() && !wish.isToldBy(told.get(at))) at++;
            if (at == told.size()) complaints.add(userId + " in " + roomId + ": " + wish + " is missing");
            else next = at + 1;
        }
        if (certain && told.size() != granted.size() && !endsByExpiry(told))
            complaints.add(userId + " in " + roomId + ": " + granted.size() + " granted, told " + told);
        return complaints.stream();
    }

    @Override
    public String toString() {
        return userId + " in " + roomId + ": " + (certain ? granted.size() + " granted" : trouble);
    }

    private static boolean endsByExpiry(List<JsonNode> told) {
        return !told.isEmpty()
                && told.getLast().path("data").path("reason").asText().equals("expired");
    }
}
