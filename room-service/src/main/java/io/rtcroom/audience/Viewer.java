package io.rtcroom.audience;

import io.rtcroom.problem.ProblemException;
import io.rtcroom.problem.ProblemType;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * Somebody who watches.
 *
 * @param info the application's own, not read by us
 * @param number the order of coming; a page goes on after it
 */
public record Viewer(String userId, String info, long number, Instant cameAt) {
    private static final int MAX_BYTES = 1024;

    static String requireInfo(String info) {
        if (info == null) return "";
        if (info.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES)
            throw ProblemException.ofField(
                    ProblemType.VALUE_TOO_LONG, "info", "info must be at most " + MAX_BYTES + " bytes of UTF-8");
        if (info.indexOf('\0') >= 0)
            throw ProblemException.ofField(ProblemType.INVALID_REQUEST, "info", "info must not contain U+0000");
        return info;
    }
}
