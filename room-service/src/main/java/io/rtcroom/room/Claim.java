package io.rtcroom.room;

/**
 * Which of a user's sessions a request is about. It makes a difference where a user may have several.
 *
 * @param named whether the client names its session; old clients do not and are one device (protocol.md §2.4)
 * @param epoch of the session, or null for a new one or for whichever there are
 */
public record Claim(boolean named, Long epoch) {
    /** Of a client that knows nothing of sessions. */
    public static final Claim UNNAMED = new Claim(false, null);

    /** @param epoch may be null */
    public static Claim of(Long epoch) {
        return new Claim(true, epoch);
    }

    /** Whether the member is the very device. */
    public boolean isBy(Member member) {
        return named ? Long.valueOf(member.epoch()).equals(epoch) : !member.named();
    }

    /** Whether the member is meant, as all of the user's are if the client could name one and does not. */
    boolean covers(Member member) {
        return named && epoch == null || isBy(member);
    }
}
