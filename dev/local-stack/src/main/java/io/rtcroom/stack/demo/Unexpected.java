package io.rtcroom.stack.demo;

/** The call did not go as it must. */
final class Unexpected extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Unexpected(String message) {
        super(message);
    }

    static void unless(boolean expected, String message) {
        if (!expected) throw new Unexpected(message);
    }
}
