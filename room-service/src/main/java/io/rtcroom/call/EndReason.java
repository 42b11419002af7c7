package io.rtcroom.call;

import java.util.Locale;

/** Why a call is over. */
public enum EndReason {
    HANGUP,
    DECLINED,
    CANCELLED,
    BUSY,
    NO_ANSWER,
    LOST,
    /** The longest wait in a queue is over. */
    TIMED_OUT,
    /** The caller's stream was not live in time, so nobody was rung. */
    NO_STREAM;

    /** As written in the API, the database and events. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static EndReason of(String wire) {
        return valueOf(wire.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
}
