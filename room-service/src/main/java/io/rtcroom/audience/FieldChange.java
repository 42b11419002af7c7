package io.rtcroom.audience;

import io.rtcroom.problem.ProblemException;
import io.rtcroom.problem.ProblemType;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** What is to become of one field. */
public sealed interface FieldChange {
    int MAX_BYTES = 1024;
    Pattern NAME = Pattern.compile("[^\\p{Cntrl}]{1,64}");

    String name();

    /** Counts up or down, from 0 if there is no such field. */
    record Count(String name, long by) implements FieldChange {
        public Count {
            requireName(name);
        }
    }

    /** A text takes the place of whatever there is. */
    record Put(String name, String value) implements FieldChange {
        public Put {
            requireName(name);
            if (value.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES)
                throw ProblemException.ofField(
                        ProblemType.VALUE_TOO_LONG, "value", "value must be at most " + MAX_BYTES + " bytes of UTF-8");
            if (value.indexOf('\0') >= 0)
                throw ProblemException.ofField(ProblemType.INVALID_REQUEST, "value", "value must not contain U+0000");
        }
    }

    private static void requireName(String name) {
        if (!NAME.matcher(name).matches())
            throw ProblemException.ofField(
                    ProblemType.INVALID_REQUEST, "name", "a field's name must be 1 to 64 characters");
    }
}
