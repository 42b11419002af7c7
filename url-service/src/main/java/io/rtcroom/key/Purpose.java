package io.rtcroom.key;

import java.util.Locale;

/** What a key's addresses are for. A key has one purpose, or whoever may play could publish. */
public enum Purpose {
    PUSH,
    PLAY;

    /** As the key file and the metrics write it. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }
}
