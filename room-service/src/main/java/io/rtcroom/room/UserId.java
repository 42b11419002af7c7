package io.rtcroom.room;

import io.rtcroom.problem.ProblemException;
import io.rtcroom.problem.ProblemType;
import java.util.regex.Pattern;

/** A user's id: an IM account and part of stream names, hence the alphabet (protocol.md §2.2). */
public record UserId(String value) {
    private static final Pattern ALLOWED = Pattern.compile("[A-Za-z0-9_-]{1,32}");

    public UserId {
        if (value == null || !ALLOWED.matcher(value).matches())
            throw ProblemException.ofField(
                    ProblemType.INVALID_REQUEST, "userId", "userId must be 1 to 32 characters of A-Z a-z 0-9 _ -");
    }
}
