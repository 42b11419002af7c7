package io.rtcroom.room;

import io.rtcroom.problem.ProblemException;
import io.rtcroom.problem.ProblemType;
import java.util.regex.Pattern;

/** What clients call a room. It is also an IM group's id and part of stream names, hence the alphabet (protocol.md §2.2). */
public record RoomName(Family family, String roomId) {
    private static final Pattern ALLOWED = Pattern.compile("[A-Za-z0-9_-]{1,48}");

    public RoomName {
        if (roomId == null || !ALLOWED.matcher(roomId).matches())
            throw ProblemException.ofField(
                    ProblemType.INVALID_REQUEST, "roomId", "roomId must be 1 to 48 characters of A-Z a-z 0-9 _ -");
    }

    @Override
    public String toString() {
        return family.wire() + "/" + roomId;
    }
}
