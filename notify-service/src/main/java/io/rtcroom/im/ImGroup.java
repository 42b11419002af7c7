package io.rtcroom.im;

import java.util.Set;

/**
 * A group as its rooms see it.
 *
 * @param ready whether it is known to exist at the vendor
 * @param liveRooms the uids of the rooms that need it
 */
record ImGroup(String groupId, boolean ready, Set<String> liveRooms) {
    boolean isLive() {
        return !liveRooms.isEmpty();
    }

    /** It still exists, and no room needs it any more. */
    boolean isLeft() {
        return ready && liveRooms.isEmpty();
    }

    boolean hasLive(String roomUid) {
        return liveRooms.contains(roomUid);
    }
}
