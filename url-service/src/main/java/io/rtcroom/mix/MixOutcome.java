package io.rtcroom.mix;

import java.time.Instant;

/**
 * What became of an order, in the vendor's words.
 *
 * @param code 0 if it is done
 * @param timestamp epoch second
 */
record MixOutcome(int code, String message, long timestamp) {
    private static final int NOT_DONE = -1;

    static MixOutcome notDone(String why, Instant at) {
        return new MixOutcome(NOT_DONE, why, at.getEpochSecond());
    }
}
