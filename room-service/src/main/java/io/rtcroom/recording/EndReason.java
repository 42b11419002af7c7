package io.rtcroom.recording;

import java.util.Locale;

/** Why a recording ended. */
enum EndReason {
    STOPPED,
    CONSENT_WITHDRAWN,
    PUBLISHER_GONE,
    ROOM_ENDED,
    TOO_LONG,
    /** None became free in time. */
    NO_SLOT,
    /** The media server did not begin in time, or nobody published. */
    NOT_STARTED,
    /** The media server neither takes orders nor reports files. */
    NOT_SUPPORTED,
    /** No complete file was found or reported in time. */
    NO_FILE,
    /** It had been given up when a file was reported all the same. */
    LATE_FILE;

    String wire() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** @param wire null if it has not ended */
    static EndReason of(String wire) {
        return wire == null ? null : valueOf(wire.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
}
