package io.rtcroom.sign;

import java.time.Duration;
import java.time.Instant;

/** The signing of one stream's addresses at one moment. A later revocation counts for everything issued before it. */
record Issue(StreamName name, Binding binding, Instant at) {
    Instant until(Duration life) {
        return at.plus(life);
    }
}
