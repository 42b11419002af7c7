package io.rtcroom.room;

import io.rtcroom.event.EventData;
import io.rtcroom.event.EventData.MemberJoined;
import io.rtcroom.event.EventData.MemberLeft;
import io.rtcroom.event.EventData.MemberResumed;
import io.rtcroom.event.EventData.MemberSuspended;
import io.rtcroom.event.EventData.MemberUpdated;
import io.rtcroom.event.EventData.RoomEnded;

/**
 * What is told of a room and its members.
 *
 * @param seats as they are after what is told
 */
record MemberNews(Room room, Seats seats) {
    EventData joined(Member member, boolean createdRoom, boolean revived) {
        return new MemberJoined(
                family(),
                roomId(),
                member.userId(),
                member.userName(),
                member.userAvatar(),
                member.streamId(),
                seats.count(),
                createdRoom,
                revived,
                room.device(member),
                elsewhere(member));
    }

    EventData updated(Member member) {
        return new MemberUpdated(
                family(),
                roomId(),
                member.userId(),
                member.userName(),
                member.userAvatar(),
                member.streamId(),
                room.device(member));
    }

    EventData left(Member member, String reason, boolean endsRoom) {
        return new MemberLeft(
                family(),
                roomId(),
                member.userId(),
                reason,
                seats.count(),
                endsRoom,
                room.device(member),
                elsewhere(member));
    }

    EventData suspended(Member member) {
        return new MemberSuspended(family(), roomId(), member.userId(), room.device(member));
    }

    EventData resumed(Member member) {
        return new MemberResumed(family(), roomId(), member.userId(), room.device(member));
    }

    EventData ended(String reason) {
        return new RoomEnded(family(), roomId(), reason);
    }

    /** The stream of another device of the same user, or null. */
    private String elsewhere(Member member) {
        return seats.besides(member).map(Member::streamId).orElse(null);
    }

    private String family() {
        return room.name().family().wire();
    }

    private String roomId() {
        return room.name().roomId();
    }
}
