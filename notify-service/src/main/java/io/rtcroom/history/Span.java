package io.rtcroom.history;

/** A stretch of one subject: the numbers above {@code after}, up to and including {@code upTo}. */
public record Span(String subject, long after, long upTo) {
    /** No upper end. */
    public static final long OPEN = Long.MAX_VALUE;
}
