package io.rtcroom.room;

import io.rtcroom.problem.ProblemException;
import io.rtcroom.problem.ProblemType;
import java.util.Locale;

/** The three kinds of room; each is a namespace of room names (protocol.md §2.1). */
public enum Family {
    DOUBLE,
    MULTI,
    LIVE;

    /** As written in the API, the database and events. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Family of(String wire) {
        for (Family family : values()) if (family.wire().equals(wire)) return family;
        throw ProblemException.ofField(ProblemType.UNKNOWN_FAMILY, "family", "family must be double, multi or live");
    }
}
