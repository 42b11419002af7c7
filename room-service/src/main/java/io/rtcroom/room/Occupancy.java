package io.rtcroom.room;

import io.rtcroom.address.StreamAddresses;
import io.rtcroom.credential.Revocation;
import io.rtcroom.event.Event;
import io.rtcroom.event.EventData;
import io.rtcroom.event.EventData.MemberJoined;
import io.rtcroom.event.EventData.MemberLeft;
import io.rtcroom.event.EventData.MemberResumed;
import io.rtcroom.event.EventData.MemberSuspended;
import io.rtcroom.event.EventData.MemberUpdated;
import io.rtcroom.event.EventData.RoomEnded;
import io.rtcroom.problem.ProblemException;
import io.rtcroom.problem.ProblemType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * One room with its members as loaded under the room's row lock: the rules of joining, leaving and expiring. Each
 * decision appends its event with the room's next number; {@link Rooms#save} writes all of it in the same transaction.
 * Whoever loads an occupancy first evicts the expired, so every rule below speaks of present members only.
 */
public final class Occupancy {
    private final boolean endsWithCreator;
    private final Set<String> silent;
    private final Instant now;
    private final Map<String, Member> members = new LinkedHashMap<>();
    private final List<Event> events = new ArrayList<>();
    private final Set<String> gone = new LinkedHashSet<>();
    private final Map<String, Member> expired = new LinkedHashMap<>();
    private final Set<String> marked = new LinkedHashSet<>();
    private final List<Revocation> cut = new ArrayList<>();
    private Room room;
    private Member seated;
    private boolean ended;

    /**
     * @param loaded the members in the order of their joining
     * @param silent those of them who have not been heard for half a lease, or whose stream has broken off
     */
    Occupancy(Room room, List<Member> loaded, Set<String> silent, boolean endsWithCreator, Instant now) {
        this.room = room;
        this.silent = silent;
        this.endsWithCreator = endsWithCreator;
        this.now = now;
        loaded.forEach(member -> members.put(member.userId(), member));
    }

    public Room room() {
        return room;
    }

    public boolean hasEnded() {
        return ended;
    }

    public List<Member> members() {
        return List.copyOf(members.values());
    }

    /** The present member, or null. */
    public Member find(String userId) {
        return members.get(userId);
    }

    /** The member whose lease was found to have run out just now, or null. */
    public Member findExpired(String userId) {
        return expired.get(userId);
    }

    /**
     * Seats the user, or refreshes the seat they have.
     *
     * @param renewed the epoch of the session that this one knowingly takes the place of, or null
     * @throws ProblemException ROOM_FULL, NOT_ALLOWED for a new member only; ALREADY_JOINED if the room wants it so
     */
    public Joined join(Profile profile, StreamAddresses addresses, Long renewed, boolean createdRoom) {
        Member before = members.get(profile.userId());
        if (before != null
                && room.duplicates() == Duplicates.REFUSE
                && !Long.valueOf(before.epoch()).equals(renewed))
            throw new ProblemException(
                    ProblemType.ALREADY_JOINED, "%s is in room %s by another session", profile.userId(), room.name());
        if (before == null && !room.admits(profile.userId()))
            throw new ProblemException(
                    ProblemType.NOT_ALLOWED, "room %s does not admit %s", room.name(), profile.userId());
        if (before == null && members.size() >= room.maxMembers())
            throw new ProblemException(
                    ProblemType.ROOM_FULL,
                    "room %s has %d of %d members",
                    room.name(),
                    members.size(),
                    room.maxMembers());
        if (before != null && before.suspended()) mark(before, false);
        long seq = room.version() + 1;
        seated = new Member(
                profile.userId(),
                seq,
                profile.userName(),
                profile.userAvatar(),
                addresses.withoutPush(),
                before == null ? now : before.joinedAt(),
                before == null ? seq : before.joinedSeq(),
                false);
        seat();
        append(before == null ? joined(createdRoom, false) : updated());
        if (room.creator() == null) enter(addresses);
        return new Joined(room, seated, members(), createdRoom, before != null);
    }

    /** Whichever session the user has. @throws ProblemException NOT_A_MEMBER */
    public void leave(String userId) {
        leave(userId, null);
    }

    /**
     * @param epoch of the session that leaves, or null for whichever there is
     * @throws ProblemException NOT_A_MEMBER; SESSION_REPLACED if the user has come in again since
     */
    public void leave(String userId, Long epoch) {
        Member member = members.get(userId);
        if (member == null)
            throw new ProblemException(ProblemType.NOT_A_MEMBER, "%s is not in room %s", userId, room.name());
        if (epoch != null && epoch != member.epoch())
            throw new ProblemException(
                    ProblemType.SESSION_REPLACED, "%s is in room %s by another session", userId, room.name());
        cut(member);
        remove(userId, "left");
    }

    /** Who has left, or whose room has ended, publishes no more. One whose lease ran out may come back and goes on. */
    private void cut(Member member) {
        cut.add(Revocation.ofStream(member.streamId(), now.toEpochMilli()));
    }

    /** Gives an evicted session its seat back, or answers false if nobody may or can sit there any more. */
    public boolean revive(Member evicted) {
        if (!room.admits(evicted.userId())) return false;
        if (members.containsKey(evicted.userId()) || members.size() >= room.maxMembers()) return false;
        long seq = room.version() + 1;
        seated = new Member(
                evicted.userId(),
                evicted.epoch(),
                evicted.userName(),
                evicted.userAvatar(),
                evicted.addresses(),
                evicted.joinedAt(),
                seq,
                false);
        seat();
        append(joined(false, true));
        return true;
    }

    private void seat() {
        members.put(seated.userId(), seated);
        gone.remove(seated.userId());
        expired.remove(seated.userId());
        marked.remove(seated.userId());
    }

    /** Tells of those who have fallen silent, and of those who are heard again. */
    public void tellOfSilence() {
        for (Member member : members()) {
            boolean isSilent = silent.contains(member.userId());
            if (isSilent != member.suspended()) mark(member, isSilent);
        }
    }

    private void mark(Member member, boolean suspended) {
        members.put(member.userId(), member.asSuspended(suspended));
        marked.add(member.userId());
        append(
                suspended
                        ? new MemberSuspended(
                                room.name().family().wire(), room.name().roomId(), member.userId())
                        : new MemberResumed(
                                room.name().family().wire(), room.name().roomId(), member.userId()));
    }

    /** Ends the room; members are not told one by one. @throws ProblemException NOT_ALLOWED unless the creator asks */
    public void destroy(String userId) {
        if (room.heldBy() != null)
            throw new ProblemException(ProblemType.NOT_ALLOWED, "room %s ends when its agent closes", room.name());
        if (!userId.equals(room.creator()))
            throw new ProblemException(ProblemType.NOT_ALLOWED, "only its creator ends room %s", room.name());
        end("destroyed");
    }

    /** Ends the room, whoever asks. */
    public void end(String reason) {
        append(new RoomEnded(room.name().family().wire(), room.name().roomId(), reason));
        members.values().forEach(this::cut);
        members.clear();
        ended = true;
    }

    void expire(Iterable<String> userIds) {
        for (String userId : userIds) {
            if (ended) return;
            expired.put(userId, members.get(userId));
            remove(userId, "expired");
        }
    }

    private void remove(String userId, String reason) {
        members.remove(userId);
        marked.remove(userId);
        gone.add(userId);
        boolean creatorLeaves = endsWithCreator && userId.equals(room.creator());
        boolean endsRoom = (members.isEmpty() || creatorLeaves) && room.heldBy() == null;
        append(new MemberLeft(
                room.name().family().wire(), room.name().roomId(), userId, reason, members.size(), endsRoom));
        if (endsRoom) end(members.isEmpty() ? "empty" : "creator-left");
    }

    /** The first to join is the creator, and a mix of the room appears on their stream. */
    private void enter(StreamAddresses addresses) {
        room = room.enteredBy(seated.userId(), addresses.mixedUrl() == null ? "" : addresses.mixedUrl());
    }

    private EventData joined(boolean createdRoom, boolean revived) {
        return new MemberJoined(
                room.name().family().wire(),
                room.name().roomId(),
                seated.userId(),
                seated.userName(),
                seated.userAvatar(),
                seated.streamId(),
                members.size(),
                createdRoom,
                revived);
    }

    private EventData updated() {
        return new MemberUpdated(
                room.name().family().wire(),
                room.name().roomId(),
                seated.userId(),
                seated.userName(),
                seated.userAvatar(),
                seated.streamId());
    }

    private void append(EventData data) {
        long seq = room.version() + 1;
        events.add(new Event(UUID.randomUUID(), room.subject(), seq, now, data));
        room = room.at(seq, members.size());
    }

    List<Event> events() {
        return events;
    }

    /** The streams whose addresses end with these decisions. */
    List<Revocation> cut() {
        return cut;
    }

    Set<String> gone() {
        return gone;
    }

    /** Of the gone, those who may come back with a heartbeat. */
    Set<String> expired() {
        return expired.keySet();
    }

    /** Those whose mark has changed, with the mark they have now. */
    List<Member> marked() {
        return marked.stream().map(members::get).toList();
    }

    /** The member this occupancy was changed for, or null. */
    Member seated() {
        return seated;
    }
}
