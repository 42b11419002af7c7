package io.rtcroom.room;

import io.rtcroom.problem.ProblemException;
import io.rtcroom.problem.ProblemType;

/**
 * Marks a request that may be sent twice: the second one is answered as the first was. A key belongs to its caller.
 *
 * @param request what was asked; the same key with another request is refused
 */
public record IdempotencyKey(String caller, String key, String request) {
    private static final int MAX_LENGTH = 128;

    public IdempotencyKey {
        if (key.isBlank() || key.length() > MAX_LENGTH)
            throw ProblemException.ofField(
                    ProblemType.INVALID_REQUEST,
                    "Idempotency-Key",
                    "Idempotency-Key must be 1 to " + MAX_LENGTH + " characters");
    }
}
