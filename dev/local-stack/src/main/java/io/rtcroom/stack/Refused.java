package io.rtcroom.stack;

/** What was asked for cannot be done; the message is for the person who asked. */
final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Refused(String message) {
        super(message);
    }
}
