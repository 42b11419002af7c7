package io.rtcroom.hook;

import io.rtcroom.problem.ProblemException;
import io.rtcroom.problem.ProblemType;
import java.util.Map;

/** Fields of a hook's body without which it says nothing. */
final class Field {
    private static final int LONGEST = 256;

    private Field() {}

    static String required(Map<String, String> fields, String name) {
        return required(fields.get(name), name);
    }

    static String required(String value, String name) {
        if (value == null || value.isEmpty() || value.length() > LONGEST)
            throw ProblemException.ofField(
                    ProblemType.INVALID_REQUEST, name, name + " must have 1 to " + LONGEST + " characters");
        return value;
    }
}
