package io.rtcroom.call;

import java.util.Locale;

/** As what somebody is in a call. */
public enum Role {
    CALLER,
    CALLEE,
    AGENT,
    /** Listens with play addresses only, and is no reason for the call to go on. */
    OBSERVER;

    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Role of(String wire) {
        return valueOf(wire.toUpperCase(Locale.ROOT));
    }
}
