package io.rtcroom.member;

import io.rtcroom.room.Member;
import io.rtcroom.room.Room;
import java.util.List;

/**
 * A room and who is present in it, creator first, then in the order of joining.
 *
 * @param pendingExpiries members whose lease has run out but whose leaving has no event yet: the list is that much ahead
 *     of the room's version
 */
public record Roster(Room room, List<Member> members, int pendingExpiries) {}
