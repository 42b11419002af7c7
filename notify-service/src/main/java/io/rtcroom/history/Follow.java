package io.rtcroom.history;

/**
 * A user's right to read a subject from one number to another.
 *
 * @param id per user it grows in the order of commits: whoever has read all up to one has missed none below it
 * @param toSeq {@link Span#OPEN} while the user is a member
 */
public record Follow(long id, String subject, long fromSeq, long toSeq) {
    public boolean isOpen() {
        return toSeq == Span.OPEN;
    }
}
