package io.rtcroom.room;

import io.rtcroom.problem.ProblemException;
import io.rtcroom.problem.ProblemType;

/**
 * How a member appears to others. Quotes, backslashes, control characters and {@code }}} are taken out of names and
 * avatars, because old clients build JSON from them by concatenation (protocol.md §7.6).
 */
public record Profile(String userId, String userName, String userAvatar) {
    private static final int MAX_NAME = 256;
    private static final int MAX_AVATAR = 1024;

    public Profile {
        userId = new UserId(userId).value();
        userName = clean("userName", userName, MAX_NAME);
        userAvatar = clean("userAvatar", userAvatar, MAX_AVATAR);
    }

    private static String clean(String field, String text, int limit) {
        if (text == null) return "";
        if (text.length() > limit)
            throw ProblemException.ofField(
                    ProblemType.VALUE_TOO_LONG, field, field + " must be at most " + limit + " characters");
        String cleaned = text.replaceAll("[\"\\\\\\p{Cntrl}]", "");
        while (cleaned.contains("}}")) cleaned = cleaned.replace("}}", "}");
        return cleaned;
    }
}
