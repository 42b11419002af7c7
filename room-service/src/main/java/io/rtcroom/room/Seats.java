package io.rtcroom.room;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Who is in a room, in the order of their joining; and, where each device is a member, by which of a user's devices. */
final class Seats {
    private final boolean ofDevices;
    /** By {@link Member#joinedSeq}. */
    private final Map<Long, Member> members = new LinkedHashMap<>();

    /** @param ofDevices whether a user may be here several times */
    Seats(boolean ofDevices, List<Member> members) {
        this.ofDevices = ofDevices;
        members.forEach(this::put);
    }

    int count() {
        return members.size();
    }

    List<Member> all() {
        return List.copyOf(members.values());
    }

    Member at(long joinedSeq) {
        return members.get(joinedSeq);
    }

    Stream<Member> of(String userId) {
        return members.values().stream().filter(member -> member.userId().equals(userId));
    }

    /** In whose place the session is or would be; a user who is one member has one place. */
    Optional<Member> of(String userId, long epoch) {
        return of(userId)
                .filter(member -> !ofDevices || member.epoch() == epoch)
                .findFirst();
    }

    /** Those of the user for whom the claim speaks. */
    List<Member> claimed(String userId, Claim claim) {
        return of(userId).filter(member -> !ofDevices || claim.covers(member)).toList();
    }

    /**
     * Whose place a join takes. A user has one; where each device is a member, it has one: of the stream it pushes, or else of
     * the session it names.
     */
    Optional<Member> before(String userId, String streamId, Claim claim) {
        if (!ofDevices) return of(userId).findFirst();
        return of(userId)
                .filter(member -> member.streamId().equals(streamId))
                .findFirst()
                .or(() -> of(userId).filter(claim::isBy).findFirst());
    }

    /** Another one of the same user, if there is one. */
    Optional<Member> besides(Member member) {
        return of(member.userId())
                .filter(other -> other.joinedSeq() != member.joinedSeq())
                .findFirst();
    }

    void put(Member member) {
        members.put(member.joinedSeq(), member);
    }

    void remove(Member member) {
        members.remove(member.joinedSeq());
    }

    void clear() {
        members.clear();
    }
}
