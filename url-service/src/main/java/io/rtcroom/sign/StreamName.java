package io.rtcroom.sign;

import io.rtcroom.problem.ProblemException;
import io.rtcroom.problem.ProblemType;
import java.util.HexFormat;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/**
 * The name of one user's stream: prefix, user, and a part that keeps names from being issued twice. The user's own
 * underscores cannot move the border, because the last part has none.
 *
 * @param prefix {@code <bizid>_}, or empty in domain form
 */
public record StreamName(String prefix, String userId, String suffix) {
    static final String USER_ID = "[A-Za-z0-9_-]{1,32}";

    private static final Pattern USER = Pattern.compile(USER_ID);
    private static final Pattern SUFFIX = Pattern.compile("[A-Za-z0-9-]{1,32}");

    public StreamName {
        if (!USER.matcher(userId).matches())
            throw ProblemException.ofField(ProblemType.INVALID_REQUEST, "userId", "userId must match " + USER_ID);
        if (!SUFFIX.matcher(suffix).matches()) throw new IllegalArgumentException("not a stream name's last part");
    }

    /** 64 random bits: a name is unguessable, and never met twice. */
    static StreamName create(String prefix, String userId, RandomGenerator random) {
        return new StreamName(prefix, userId, HexFormat.of().toHexDigits(random.nextLong()));
    }

    static Optional<StreamName> parse(String prefix, String text) {
        int border = text.lastIndexOf('_');
        if (!text.startsWith(prefix) || border < prefix.length()) return Optional.empty();
        String userId = text.substring(prefix.length(), border);
        String suffix = text.substring(border + 1);
        if (!USER.matcher(userId).matches() || !SUFFIX.matcher(suffix).matches()) return Optional.empty();
        return Optional.of(new StreamName(prefix, userId, suffix));
    }

    @Override
    public String toString() {
        return prefix + userId + "_" + suffix;
    }
}
