package io.rtcroom.stack.control;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What can be asked of a running stack. */
public enum Verb {
    STATUS,
    STOP,
    START,
    PAUSE,
    RESUME,
    KILL,
    RESTART;

    public static Optional<Verb> find(String word) {
        return Arrays.stream(values()).filter(verb -> verb.word().equals(word)).findFirst();
    }

    /** Whether it makes sense without the name of a part. */
    public boolean isForAll() {
        return this == STATUS || this == RESTART;
    }

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
