package io.rtcroom.room;

import io.rtcroom.problem.ProblemException;
import io.rtcroom.problem.ProblemType;
import java.util.Locale;

/** What happens when somebody who is in the room joins again, perhaps from another device. */
public enum Duplicates {
    /** The newer session takes the place of the older, as old clients expect (protocol.md §2.4). */
    REPLACE,
    /** It is refused, unless it names the session that it renews; who cannot waits until the old one's lease has run out. */
    REFUSE,
    /** Each device is a member of its own, with a seat, a stream and a lease of its own. */
    ALLOW;

    /** As written in the API. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** As in the database, where older replicas take a room that allows duplicates for one that replaces them. */
    String column() {
        return (this == ALLOW ? REPLACE : this).wire();
    }

    /** @param wire null for the default */
    static Duplicates of(String wire) {
        if (wire == null) return REPLACE;
        for (Duplicates policy : values()) if (policy.wire().equals(wire)) return policy;
        throw ProblemException.ofField(
                ProblemType.INVALID_REQUEST, "duplicates", "duplicates must be replace, refuse or allow");
    }
}
