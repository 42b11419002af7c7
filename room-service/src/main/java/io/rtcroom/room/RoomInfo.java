package io.rtcroom.room;

import io.rtcroom.problem.ProblemException;
import io.rtcroom.problem.ProblemType;
import java.nio.charset.StandardCharsets;

/** The application's own text about a room, not read by us; at most {@value #MAX_BYTES} bytes of UTF-8 (protocol.md §2.3). */
public record RoomInfo(String text) {
    public static final int MAX_BYTES = 1024;

    public RoomInfo {
        text = text == null ? "" : text;
        if (text.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES)
            throw ProblemException.ofField(
                    ProblemType.VALUE_TOO_LONG, "info", "info must be at most " + MAX_BYTES + " bytes of UTF-8");
        if (text.indexOf('\0') >= 0)
            throw ProblemException.ofField(ProblemType.INVALID_REQUEST, "info", "info must not contain U+0000");
    }
}
