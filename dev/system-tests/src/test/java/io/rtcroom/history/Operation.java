package io.rtcroom.history;

import java.util.Set;

/**
 * A request about one room and what was told about it.
 *
 * @param calledAt when it was sent; of a monotonic clock, in nanoseconds
 * @param endedAt when it was answered, or, without an answer, when nothing can come of it any more
 * @param seen the members a list showed, else empty
 */
public record Operation(long calledAt, long endedAt, String userId, Kind kind, Outcome outcome, Set<String> seen) {
    public enum Kind {
        JOIN,
        LEAVE,
        /** A leave that names a session which the user's later join has replaced: it must change nothing. */
        LATE_LEAVE,
        DESTROY,
        LIST
    }

    public enum Outcome {
        DONE,
        /** The room was full, the user or the session was no member, not the creator, or there was no such room. */
        REFUSED,
        /** It may have been carried out or not. */
        UNKNOWN
    }
}
