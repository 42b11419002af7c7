package io.rtcroom.member;

import io.rtcroom.room.Claim;
import io.rtcroom.room.Duplicates;
import io.rtcroom.room.Member;
import io.rtcroom.room.Room;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A room and who is present in it, creator first, then in the order of joining.
 *
 * @param pendingExpiries members whose lease has run out but whose leaving has no event yet: the list is that much ahead
 *     of the room's version
 */
public record Roster(Room room, List<Member> members, int pendingExpiries) {
    /** Whom the user would take the place of by a join, unless all changes meanwhile. */
    Optional<Member> before(String userId, Claim claim) {
        return members.stream()
                .filter(member -> member.userId().equals(userId))
                .filter(member -> room.duplicates() != Duplicates.ALLOW || claim.isBy(member))
                .findFirst();
    }

    /** Of each user one, for whoever knows of no devices: the one that is here longest. */
    public List<Member> users() {
        Set<String> seen = new HashSet<>();
        return members.stream().filter(member -> seen.add(member.userId())).toList();
    }
}
