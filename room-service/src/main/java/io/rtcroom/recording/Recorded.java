package io.rtcroom.recording;

import java.time.Instant;
import java.util.UUID;

/**
 * What a recording is of.
 *
 * @param roomUid of a room that may be gone
 * @param owner the room's creator
 * @param consentedAt when the user said yes; null where nobody was asked
 */
record Recorded(UUID roomUid, String roomId, String owner, String userId, String streamId, Instant consentedAt) {
    /** Whether the recording is this user's business. */
    boolean concerns(String who) {
        return who.equals(owner) || who.equals(userId);
    }
}
