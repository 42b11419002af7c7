package io.rtcroom.key;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/** How often each key was used: a retiring key may go once nobody comes with its addresses any more. */
record KeyHits(MeterRegistry meters) {
    Counter of(KeyEntry entry, String use) {
        return meters.counter(
                "rtcroom.stream.key.hits", "purpose", entry.purpose().wire(), "kid", entry.kid(), "use", use);
    }
}
