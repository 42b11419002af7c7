package io.rtcroom.webhook;

import java.time.Duration;

/**
 * What came of one try.
 *
 * @param status what was answered; 0 if nothing was
 * @param error why it does not count, or null
 * @param retryAfter what the target asked for, or zero
 */
record Attempt(int status, String error, Duration retryAfter, Duration took) {
    private static final int GONE = 410;

    boolean delivered() {
        return error == null;
    }

    /** The target wants nothing more, ever. */
    boolean gone() {
        return status == GONE;
    }
}
