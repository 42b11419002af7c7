package io.rtcroom.room;

import io.rtcroom.problem.ProblemException;
import io.rtcroom.problem.ProblemType;
import java.util.Locale;

/** What happens when somebody who is in the room joins again, perhaps from another device. */
public enum Duplicates {
    /** The newer session takes the place of the older, as old clients expect (protocol.md §2.4). */
    REPLACE,
    /** It is refused, unless it names the session that it renews; who cannot waits until the old one's lease has run out. */
    REFUSE;

    /** As written in the API and the database. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @param wire null for the default */
    static Duplicates of(String wire) {
        if (wire == null) return REPLACE;
        for (Duplicates policy : values()) if (policy.wire().equals(wire)) return policy;
        throw ProblemException.ofField(
                ProblemType.INVALID_REQUEST, "duplicates", "duplicates must be replace or refuse");
    }
}
