package io.rtcroom.key;

import java.time.Instant;
import java.util.regex.Pattern;

/**
 * What is written down about a key.
 *
 * @param state as written; {@link #stateAt} says what it is by now
 * @param activeAt when a next key becomes the active one by itself, or null
 */
record KeyEntry(Purpose purpose, String kid, KeyState state, Instant activeAt, String secret) {
    private static final Pattern KID = Pattern.compile("[A-Za-z0-9-]{1,16}");
    private static final Pattern SECRET = Pattern.compile("[\\x21-\\x7e]{1,256}");

    /** A malformed secret is not repeated in the message. */
    KeyEntry {
        if (!KID.matcher(kid).matches()) throw new IllegalArgumentException("a key's id must match " + KID);
        if (!SECRET.matcher(secret).matches())
            throw new IllegalArgumentException("the secret of key " + kid + " must be 1 to 256 printable characters");
    }

    boolean isDue(Instant now) {
        return state == KeyState.ACTIVE || (state == KeyState.NEXT && activeAt != null && !activeAt.isAfter(now));
    }

    KeyState stateAt(Instant now) {
        return state == KeyState.NEXT && isDue(now) ? KeyState.ACTIVE : state;
    }

    /** Of several keys that are due, the latest signs; one without a time was there before. */
    Instant since() {
        return activeAt == null ? Instant.EPOCH : activeAt;
    }

    @Override
    public String toString() {
        return purpose + " " + kid + " " + state;
    }
}
