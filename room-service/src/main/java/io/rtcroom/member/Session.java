package io.rtcroom.member;

import java.util.UUID;

/** One user's stay in one room, from a join to its end; a later join has a higher epoch. */
public record Session(UUID roomUid, String userId, long epoch) implements Comparable<Session> {
    /** How clients name a session in its room: by its epoch in decimal digits, as a join answers it. */
    public static final String NUMBER = "[0-9]{1,18}";

    /** The order in which rows are locked, so that two batches never wait for each other. */
    @Override
    public int compareTo(Session other) {
        int byRoom = roomUid.compareTo(other.roomUid);
        if (byRoom != 0) return byRoom;
        int byUser = userId.compareTo(other.userId);
        return byUser != 0 ? byUser : Long.compare(epoch, other.epoch);
    }
}
