package io.rtcroom.call;

import io.rtcroom.room.IdempotencyKey;

/** The mark of an invite that may be sent twice, and what was asked under it. */
record CallKey(String key, String request) {
    /** @return null if the request carries no key */
    static CallKey of(String caller, String key, String request) {
        if (key == null) return null;
        IdempotencyKey checked = new IdempotencyKey(caller, key, request);
        return new CallKey(checked.key(), checked.request());
    }
}
