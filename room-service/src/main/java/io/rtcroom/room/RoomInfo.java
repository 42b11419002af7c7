package io.rtcroom.room;

import io.rtcroom.problem.ProblemException;
import io.rtcroom.problem.ProblemType;
import java.nio.charset.StandardCharsets;

/**
 * What its creator says of a room.
 *
 * @param text the application's own, not read by us; at most {@value #MAX_BYTES} bytes of UTF-8 (protocol.md §2.3)
 */
public record RoomInfo(String text, Duplicates duplicates, RecordingPolicy recording) {
    public static final int MAX_BYTES = 1024;

    public RoomInfo(String text) {
        this(text, Duplicates.REPLACE, RecordingPolicy.OFF);
    }

    public RoomInfo {
        text = text == null ? "" : text;
        if (text.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES)
            throw ProblemException.ofField(
                    ProblemType.VALUE_TOO_LONG, "info", "info must be at most " + MAX_BYTES + " bytes of UTF-8");
        if (text.indexOf('\0') >= 0)
            throw ProblemException.ofField(ProblemType.INVALID_REQUEST, "info", "info must not contain U+0000");
    }
}
