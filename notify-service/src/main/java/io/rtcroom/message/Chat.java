package io.rtcroom.message;

import io.rtcroom.problem.ProblemException;
import io.rtcroom.problem.ProblemType;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Where messages go: a room, or two people.
 *
 * @param roomUid null between two people
 * @param people the two, sorted; empty in a room
 */
public record Chat(UUID roomUid, List<String> people) {
    public static final String USER_ID = "[A-Za-z0-9_-]{1,32}";
    private static final Pattern ROOM = Pattern.compile("chat:([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})");
    private static final Pattern PEOPLE = Pattern.compile("chat:(" + USER_ID + "):(" + USER_ID + ")");

    public static Chat ofRoom(UUID roomUid) {
        return new Chat(roomUid, List.of());
    }

    public static Chat between(String one, String other) {
        return new Chat(null, Stream.of(one, other).sorted().toList());
    }

    /** @throws ProblemException {@code invalid-request} */
    static Chat parse(String subject) {
        Matcher room = ROOM.matcher(subject);
        if (room.matches()) return ofRoom(UUID.fromString(room.group(1)));
        Matcher people = PEOPLE.matcher(subject);
        if (people.matches() && people.group(1).compareTo(people.group(2)) < 0)
            return between(people.group(1), people.group(2));
        throw ProblemException.ofField(
                ProblemType.INVALID_REQUEST, "chat", "chat must be chat:{room uid} or chat:{a}:{b}, a before b");
    }

    public String subject() {
        return "chat:" + (isRoom() ? roomUid : String.join(":", people));
    }

    boolean isRoom() {
        return roomUid != null;
    }

    String roomSubject() {
        return "room:" + roomUid;
    }
}
