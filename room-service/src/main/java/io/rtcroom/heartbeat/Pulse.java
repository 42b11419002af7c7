package io.rtcroom.heartbeat;

import io.rtcroom.member.Session;
import java.time.Duration;

/** The beats of one session on this replica. Instants are of the process's monotonic clock. */
final class Pulse {
    private final Session session;
    private volatile long beatAt = System.nanoTime();
    private volatile long writtenBeatAt;
    private volatile long writtenAt;
    private volatile boolean written;
    private volatile long roomVersion;
    private volatile boolean ended;

    Pulse(Session session) {
        this.session = session;
    }

    Session session() {
        return session;
    }

    /** Whether the beat counts; false once the session is known to be gone. */
    boolean beat() {
        beatAt = System.nanoTime();
        return !ended;
    }

    /** There is a beat the database does not know, and the last write is long enough ago. */
    boolean isDue(long now, Duration flushAfter) {
        return !written || (beatAt != writtenBeatAt && now - writtenAt >= flushAfter.toNanos());
    }

    Duration age(long now) {
        return Duration.ofNanos(Math.max(0, now - beatAt));
    }

    /** @param beat the {@link #beatAt()} that was written, which may be older than the newest by now */
    void wrote(long beat) {
        writtenBeatAt = beat;
        writtenAt = System.nanoTime();
        written = true;
    }

    /** The room's version when the last beats were written; 0 before the first time. */
    long roomVersion() {
        return roomVersion;
    }

    void roomHas(long version) {
        roomVersion = version;
    }

    long beatAt() {
        return beatAt;
    }

    boolean isSilent(long now, Duration silence) {
        return now - beatAt > silence.toNanos();
    }

    /** The session is over here; the next beat of the same user is looked up afresh. */
    boolean end() {
        ended = true;
        return true;
    }

    boolean hasEnded() {
        return ended;
    }
}
