package io.rtcroom.message;

import io.rtcroom.problem.ProblemException;
import io.rtcroom.problem.ProblemType;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Limits that are configured, so no annotation can state them. */
final class Limits {
    private Limits() {}

    static void text(String field, String text, int maxBytes) {
        if (text.indexOf('\0') >= 0)
            throw ProblemException.ofField(ProblemType.INVALID_REQUEST, field, field + " must not contain U+0000");
        if (text.getBytes(StandardCharsets.UTF_8).length > maxBytes)
            throw ProblemException.ofField(
                    ProblemType.VALUE_TOO_LONG, field, field + " must be at most " + maxBytes + " bytes of UTF-8");
    }

    static Duration atMost(String field, Duration given, Duration most) {
        if (given.compareTo(most) > 0)
            throw ProblemException.ofField(
                    ProblemType.INVALID_REQUEST, field, field + " must be at most " + most.toSeconds());
        return given;
    }
}
