package io.rtcroom.stream;

import java.util.regex.Pattern;

/** The names of what events are about. */
final class Subject {
    private static final Pattern VALID = Pattern.compile("[a-z]+:[^\\p{Cntrl}]{1,256}");

    private Subject() {}

    static boolean isValid(String subject) {
        return VALID.matcher(subject).matches();
    }

    static String ofUser(String userId) {
        return "user:" + userId;
    }
}
