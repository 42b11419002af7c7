package io.rtcroom.room;

import io.rtcroom.address.StreamAddresses;
import io.rtcroom.credential.Revocation;
import io.rtcroom.event.Event;
import io.rtcroom.event.EventData;
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
    private final Set<Long> silent;
    private final Instant now;
    private final Seats seats;

    private final List<Event> events = new ArrayList<>();
    private final Set<Long> gone = new LinkedHashSet<>();
    private final Map<Long, Member> expired = new LinkedHashMap<>();
    private final Set<Long> marked = new LinkedHashSet<>();
    private final List<Revocation> cut = new ArrayList<>();
    private Room room;
    private Member seated;
    private Long renewed;
    private boolean ended;

    /**
     * @param loaded the members in the order of their joining
     * @param silent those of them who have not been heard for half a lease, or whose stream has broken off
     */
    Occupancy(Room room, List<Member> loaded, Set<Long> silent, boolean endsWithCreator, Instant now) {
        this.room = room;
        this.silent = silent;
        this.endsWithCreator = endsWithCreator;
        this.now = now;
        seats = new Seats(room.hasDevices(), loaded);
    }

    public Room room() {
        return room;
    }

    public boolean hasEnded() {
        return ended;
    }

    public List<Member> members() {
        return seats.all();
    }

    /** The present member, the first of several, or null. */
    public Member find(String userId) {
        return seats.of(userId).findFirst().orElse(null);
    }

    /** The member in whose place the session is or would be, or null; a user who is one member has one place. */
    public Member find(String userId, long epoch) {
        return seats.of(userId, epoch).orElse(null);
    }

    /** The member whose lease was found to have run out just now, or null. */
    Member findExpired(String userId, long epoch) {
        return expired.values().stream()
                .filter(member -> member.userId().equals(userId) && member.epoch() == epoch)
                .findFirst()
                .orElse(null);
    }

    /**
     * Seats the user, or refreshes the seat they have.
     *
     * @param claim the session that this one knowingly takes the place of
     * @throws ProblemException ROOM_FULL, NOT_ALLOWED for a new member only; ALREADY_JOINED if the room wants it so
     */
    public Joined join(Profile profile, StreamAddresses addresses, Claim claim, boolean createdRoom) {
        Member before =
                seats.before(profile.userId(), addresses.streamId(), claim).orElse(null);
        if (before != null
                && room.duplicates() == Duplicates.REFUSE
                && !Long.valueOf(before.epoch()).equals(claim.epoch()))
            throw new ProblemException(
                    ProblemType.ALREADY_JOINED, "%s is in room %s by another session", profile.userId(), room.name());
        if (before == null && !room.admits(profile.userId()))
            throw new ProblemException(
                    ProblemType.NOT_ALLOWED, "room %s does not admit %s", room.name(), profile.userId());
        if (before == null && seats.count() >= room.maxMembers())
            throw new ProblemException(
                    ProblemType.ROOM_FULL,
                    "room %s has %d of %d members",
                    room.name(),
                    seats.count(),
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
                false,
                before == null ? claim.named() : before.named());
        renewed = claim.epoch();
        seat();
        append(before == null ? news().joined(seated, createdRoom, false) : news().updated(seated));
        if (room.creator() == null) enter(addresses);
        return new Joined(room, seated, members(), createdRoom, before != null);
    }

    /** Whichever sessions the user has. @throws ProblemException NOT_A_MEMBER */
    public void leave(String userId) {
        leave(userId, Claim.of(null));
    }

    /**
     * @param claim the session that leaves
     * @throws ProblemException NOT_A_MEMBER; SESSION_REPLACED if the user has come in again since
     */
    public void leave(String userId, Claim claim) {
        List<Member> leaving = seats.claimed(userId, claim);
        if (leaving.isEmpty())
            throw new ProblemException(ProblemType.NOT_A_MEMBER, "%s is not in room %s", userId, room.name());
        if (!room.hasDevices() && claim.epoch() != null && !claim.isBy(find(userId)))
            throw new ProblemException(
                    ProblemType.SESSION_REPLACED, "%s is in room %s by another session", userId, room.name());
        for (Member member : leaving) {
            if (ended) return;
            cut(member);
            remove(member, "left");
        }
    }

    /** Whether the user is here: by that session, where there may be several. */
    public boolean has(String userId, Claim claim) {
        return !seats.claimed(userId, claim).isEmpty();
    }

    /** Who has left, or whose room has ended, publishes no more. One whose lease ran out may come back and goes on. */
    private void cut(Member member) {
        cut.add(Revocation.ofStream(member.streamId(), now.toEpochMilli()));
    }

    /** Gives an evicted session its seat back, or answers false if nobody may or can sit there any more. */
    public boolean revive(Member evicted) {
        if (!room.admits(evicted.userId())) return false;
        Claim claim = new Claim(evicted.named(), evicted.epoch());
        if (seats.before(evicted.userId(), evicted.streamId(), claim).isPresent() || seats.count() >= room.maxMembers())
            return false;
        long seq = room.version() + 1;
        seated = new Member(
                evicted.userId(),
                evicted.epoch(),
                evicted.userName(),
                evicted.userAvatar(),
                evicted.addresses(),
                evicted.joinedAt(),
                seq,
                false,
                evicted.named());
        seat();
        append(news().joined(seated, false, true));
        return true;
    }

    private void seat() {
        seats.put(seated);
        marked.remove(seated.joinedSeq());
        expired.values().removeIf(this::isSucceeded);
    }

    /** Whether the expired member cannot come back, because they did, or another session took their place. */
    private boolean isSucceeded(Member other) {
        return other.userId().equals(seated.userId())
                && (!room.hasDevices()
                        || other.epoch() == seated.epoch()
                        || Long.valueOf(other.epoch()).equals(renewed)
                        || other.streamId().equals(seated.streamId())
                        || !other.named() && !seated.named());
    }

    /** Tells of those who have fallen silent, and of those who are heard again. */
    public void tellOfSilence() {
        for (Member member : members()) {
            boolean isSilent = silent.contains(member.joinedSeq());
            if (isSilent != member.suspended()) mark(member, isSilent);
        }
    }

    private void mark(Member member, boolean suspended) {
        seats.put(member.asSuspended(suspended));
        marked.add(member.joinedSeq());
        append(suspended ? news().suspended(member) : news().resumed(member));
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
        append(news().ended(reason));
        seats.all().forEach(this::cut);
        seats.clear();
        ended = true;
    }

    void expire(Iterable<Member> silentForTooLong) {
        for (Member member : silentForTooLong) {
            if (ended) return;
            expired.put(member.joinedSeq(), member);
            remove(member, "expired");
        }
    }

    private void remove(Member member, String reason) {
        seats.remove(member);
        marked.remove(member.joinedSeq());
        gone.add(member.joinedSeq());
        boolean creatorLeaves = endsWithCreator
                && member.userId().equals(room.creator())
                && seats.of(member.userId()).findFirst().isEmpty();
        boolean endsRoom = (seats.count() == 0 || creatorLeaves) && room.heldBy() == null;
        append(news().left(member, reason, endsRoom));
        if (endsRoom) end(seats.count() == 0 ? "empty" : "creator-left");
    }

    /** The first to join is the creator, and a mix of the room appears on their stream. */
    private void enter(StreamAddresses addresses) {
        room = room.enteredBy(seated.userId(), addresses.mixedUrl() == null ? "" : addresses.mixedUrl());
    }

    private MemberNews news() {
        return new MemberNews(room, seats);
    }

    private void append(EventData data) {
        long seq = room.version() + 1;
        events.add(new Event(UUID.randomUUID(), room.subject(), seq, now, data));
        room = room.at(seq, seats.count());
    }

    List<Event> events() {
        return events;
    }

    /** The streams whose addresses end with these decisions. */
    List<Revocation> cut() {
        return cut;
    }

    /** The {@link Member#joinedSeq} of those who are here no longer. */
    Set<Long> gone() {
        return gone;
    }

    /** Of the gone, those who may come back with a heartbeat. */
    Set<Long> expired() {
        return expired.keySet();
    }

    /** Those whose mark has changed, with the mark they have now. */
    List<Member> marked() {
        return marked.stream().map(seats::at).toList();
    }

    /** The member this occupancy was changed for, or null. */
    Member seated() {
        return seated;
    }

    /** The session it was said to take the place of, or null. */
    Long renewed() {
        return renewed;
    }
}
