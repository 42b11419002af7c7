package io.rtcroom.call;

import static io.rtcroom.call.CallState.CONNECTED;
import static io.rtcroom.call.CallState.ENDED;
import static io.rtcroom.call.CallState.QUEUED;
import static io.rtcroom.call.CallState.RINGING;

import io.rtcroom.address.StreamAddresses;
import io.rtcroom.event.EventData;
import io.rtcroom.event.EventData.CallAnswered;
import io.rtcroom.event.EventData.CallCreated;
import io.rtcroom.event.EventData.CallDismissed;
import io.rtcroom.event.EventData.CallEnded;
import io.rtcroom.event.EventData.CallInvited;
import io.rtcroom.event.EventData.CallLeft;
import io.rtcroom.event.EventData.CallQueued;
import io.rtcroom.event.EventData.CallRefused;
import io.rtcroom.event.EventData.CallRinging;
import io.rtcroom.problem.ProblemException;
import io.rtcroom.problem.ProblemType;
import io.rtcroom.room.Profile;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;

/**
 * One call with its people as loaded under the call's row lock: the rules of ringing, answering and ending. Each decision
 * appends its event with the call's next number; {@link CallTable#save} writes all of it in the same transaction.
 */
public final class Call {
    private final Instant now;
    private final Map<String, Participant> participants = new LinkedHashMap<>();
    private final Set<String> changed = new LinkedHashSet<>();
    private final Set<String> released = new LinkedHashSet<>();
    private final Journal journal;
    private final long loadedVersion;
    private CallRow row;

    Call(CallRow row, Collection<Participant> loaded, Instant now) {
        this.row = row;
        this.now = now;
        loadedVersion = row.version();
        journal = new Journal(row.id(), now);
        loaded.forEach(participant -> participants.put(participant.userId(), participant));
    }

    /** A call that rings nobody yet. @param queue null between people */
    static Call start(UUID id, Participant caller, String queue, String info, Instant now) {
        CallState first = queue == null ? RINGING : QUEUED;
        Call call = new Call(
                new CallRow(id, first, null, caller.userId(), queue, info, 0, now, null, null), List.of(caller), now);
        call.changed.add(caller.userId());
        call.append(new CallCreated(caller.userId(), queue, info), caller.userId(), caller.userId(), null);
        if (queue != null) call.append(new CallQueued(queue, "entered"), null, caller.userId(), "entered");
        return call;
    }

    /** Rings somebody on all their devices; whoever is in the call or rung already is left as they are. */
    void invite(String userId, Role role, String by, Instant until) {
        require(row.state() != ENDED, by);
        Participant before = participants.get(userId);
        if (before != null && before.state().engages()) return;
        put(Participant.rung(userId, role, by, now, until), before);
        if (row.state() == QUEUED) become(RINGING, null);
        append(new CallRinging(userId, role.wire(), by, until), userId, by, null);
        Participant caller = participants.get(row.caller());
        journal.tell(
                userId,
                new CallInvited(
                        row.id().toString(),
                        role.wire(),
                        row.caller(),
                        caller.userName(),
                        caller.userAvatar(),
                        row.queue(),
                        until));
    }

    /** The server knows that this person rings or talks elsewhere. */
    void findBusy(String userId, String by) {
        Participant before = participants.get(userId);
        if (before == null) put(Participant.busy(userId, by, now), null);
        append(new CallRefused(userId, ParticipantState.BUSY.refusal()), userId, by, "busy");
    }

    /**
     * Answers, or enters again from the device that has answered.
     *
     * @param addresses null for an observer
     * @throws ProblemException ANSWERED_ELSEWHERE, ILLEGAL_CALL_TRANSITION, NOT_IN_CALL
     */
    void accept(Profile profile, String device, StreamAddresses addresses) {
        Participant asked = require(profile.userId());
        if (asked.isJoined()) {
            if (!device.equals(asked.device()))
                throw new ProblemException(
                        ProblemType.ANSWERED_ELSEWHERE, "%s is in call %s on another device", asked.userId(), row.id());
            return;
        }
        require(asked.isRinging() && row.state() != ENDED, asked.userId());
        put(asked.joined(profile, device, addresses, now), asked);
        boolean connects = row.state() == RINGING && asked.role() != Role.OBSERVER;
        if (connects) become(CONNECTED, null);
        append(
                new CallAnswered(
                        asked.userId(), asked.role().wire(), addresses == null ? null : addresses.streamId(), connects),
                asked.userId(),
                asked.userId(),
                null);
        journal.tell(asked.userId(), new CallDismissed(row.id().toString(), "answered"));
    }

    /** @throws ProblemException ILLEGAL_CALL_TRANSITION unless the user is being rung */
    void decline(String userId) {
        require(require(userId).isRinging(), userId);
        refuse(userId, ParticipantState.DECLINED, userId);
        settle(EndReason.DECLINED, userId);
    }

    /** The caller gives up before anybody has answered. @throws ProblemException ILLEGAL_CALL_TRANSITION, NOT_ALLOWED */
    void cancel(String userId) {
        require(userId);
        if (!userId.equals(row.caller()))
            throw new ProblemException(ProblemType.NOT_ALLOWED, "only the caller cancels call %s", row.id());
        require(row.state() == RINGING || row.state() == QUEUED, userId);
        hangUp(userId);
    }

    /** Leaves; whoever is still being rung declines. */
    void hangUp(String userId) {
        Participant leaver = require(userId);
        if (leaver.isRinging()) {
            decline(userId);
            return;
        }
        require(leaver.isJoined(), userId);
        leave(userId, ParticipantState.LEFT, userId);
        settle(row.state() == CONNECTED ? EndReason.HANGUP : EndReason.CANCELLED, userId);
    }

    /** Those whose time has passed: rung without an answer, or silent for too long. */
    void expire(Collection<String> unanswered, Collection<String> silent) {
        for (String userId : unanswered)
            if (is(userId, Participant::isRinging)) refuse(userId, ParticipantState.MISSED, null);
        if (!unanswered.isEmpty()) settle(EndReason.NO_ANSWER, null);
        for (String userId : silent) if (is(userId, Participant::isJoined)) leave(userId, ParticipantState.LOST, null);
        if (!silent.isEmpty()) settle(EndReason.LOST, null);
    }

    /** The user is gone without a word; whoever was only rung is rung no more. */
    public void lose(String userId) {
        if (is(userId, Participant::isRinging)) {
            refuse(userId, ParticipantState.CANCELLED, userId);
            settle(EndReason.CANCELLED, userId);
        }
        expire(List.of(), List.of(userId));
    }

    /** Ends it, whatever it is. */
    void end(EndReason reason, String actor) {
        if (row.state() == ENDED) return;
        for (Participant each : List.copyOf(participants.values())) {
            if (each.isRinging()) refuse(each.userId(), ParticipantState.CANCELLED, actor);
            if (each.isJoined()) put(each.gone(ParticipantState.LEFT, now), each);
        }
        become(ENDED, reason);
        append(new CallEnded(reason.wire(), actor), null, actor, reason.wire());
    }

    /** Goes where a call without its people has to go. */
    private void settle(EndReason reason, String actor) {
        if (row.state() == ENDED) return;
        boolean rings = any(each -> each.isRinging() && each.role() != Role.OBSERVER);
        long talking = participants.values().stream().filter(Participant::talks).count();
        boolean callerIsThere = is(row.caller(), Participant::isJoined);
        boolean waitsAgain = row.queue() != null && callerIsThere;
        switch (row.state()) {
            case CONNECTED -> {
                if (talking >= 2 || talking == 1 && rings) return;
                if (waitsAgain && reason == EndReason.LOST) queue("lost");
                else end(reason, actor);
            }
            case RINGING -> {
                if (!callerIsThere) end(reason, actor);
                else if (!rings && waitsAgain) queue(reason.wire());
                else if (!rings) end(outcome(), actor);
            }
            case QUEUED -> {
                if (!callerIsThere) end(reason, actor);
            }
            case ENDED -> {}
        }
    }

    /** Nobody rings any more and nobody came: a refusal says more than a silence, a silence more than a busy tone. */
    private EndReason outcome() {
        if (any(each -> each.state() == ParticipantState.DECLINED)) return EndReason.DECLINED;
        return any(each -> each.state() == ParticipantState.MISSED) ? EndReason.NO_ANSWER : EndReason.BUSY;
    }

    void endIfNobodyRings() {
        settle(EndReason.BUSY, null);
    }

    private void queue(String reason) {
        become(QUEUED, null);
        append(new CallQueued(row.queue(), reason), null, null, reason);
    }

    private void refuse(String userId, ParticipantState as, String actor) {
        Participant before = participants.get(userId);
        put(before.gone(as, now), before);
        append(new CallRefused(userId, as.refusal()), userId, actor, as.refusal());
        journal.tell(userId, new CallDismissed(row.id().toString(), as.refusal()));
    }

    private void leave(String userId, ParticipantState as, String actor) {
        Participant before = participants.get(userId);
        put(before.gone(as, now), before);
        String reason = as == ParticipantState.LOST ? "lost" : "left";
        append(new CallLeft(userId, reason), userId, actor, reason);
    }

    private void become(CallState next, EndReason reason) {
        require(row.state().canBecome(next), null);
        row = row.moved(next, reason, now);
    }

    private void put(Participant after, Participant before) {
        if (before != null && before.state() != after.state() && !before.state().canBecome(after.state()))
            throw illegal(after.userId());
        participants.put(after.userId(), after);
        changed.add(after.userId());
        boolean engaged = after.state().engages() && after.role() != Role.OBSERVER;
        if (engaged) released.remove(after.userId());
        else if (before != null && before.state().engages()) released.add(after.userId());
    }

    private void append(EventData data, String userId, String actor, String cause) {
        long seq = row.version() + 1;
        row = row.at(seq);
        journal.add(seq, row.state(), data, userId, actor, cause);
    }

    private Participant require(String userId) {
        Participant found = participants.get(userId);
        if (found == null) throw new ProblemException(ProblemType.NO_SUCH_CALL, "%s has no call %s", userId, row.id());
        return found;
    }

    private void require(boolean holds, String userId) {
        if (!holds) throw illegal(userId);
    }

    private ProblemException illegal(String userId) {
        Participant one = userId == null ? null : participants.get(userId);
        String whoIs = one == null ? "" : ", " + userId + " is " + one.state();
        return new ProblemException(
                ProblemType.ILLEGAL_CALL_TRANSITION, "call %s is %s%s", row.id(), row.state(), whoIs);
    }

    private boolean any(Predicate<Participant> test) {
        return participants.values().stream().anyMatch(test);
    }

    private boolean is(String userId, Predicate<Participant> test) {
        Participant found = participants.get(userId);
        return found != null && test.test(found);
    }

    /** Of these, those who neither ring nor talk here. */
    Set<String> notIn(Collection<String> users) {
        Set<String> others = new LinkedHashSet<>(users);
        others.removeIf(user -> is(user, each -> each.state().engages()));
        return others;
    }

    /** @throws ProblemException NOT_IN_CALL, ILLEGAL_CALL_TRANSITION */
    void requireTalking(String userId) {
        if (!require(userId).talks())
            throw new ProblemException(ProblemType.NOT_IN_CALL, "%s is not in call %s", userId, row.id());
        require(row.state() != ENDED, userId);
    }

    /** Those who are rung or talk; observers take no seat. */
    int seatsTaken() {
        return (int) participants.values().stream()
                .filter(each -> each.state().engages() && each.role() != Role.OBSERVER)
                .count();
    }

    public String caller() {
        return row.caller();
    }

    /** Where it waits for an agent whenever it has none; null between people. */
    public String queue() {
        return row.queue();
    }

    /** Null until it ends. */
    public EndReason reason() {
        return row.reason();
    }

    public UUID id() {
        return row.id();
    }

    public CallState state() {
        return row.state();
    }

    /** By the database's clock, as of the lock. */
    public Instant now() {
        return now;
    }

    CallRow row() {
        return row;
    }

    public Collection<Participant> participants() {
        return List.copyOf(participants.values());
    }

    /** Null if the user was never asked into the call. */
    public Participant find(String userId) {
        return participants.get(userId);
    }

    long loadedVersion() {
        return loadedVersion;
    }

    boolean isChanged() {
        return row.version() != loadedVersion;
    }

    Journal journal() {
        return journal;
    }

    /** As they are now. */
    public List<Participant> changed() {
        return changed.stream().map(participants::get).toList();
    }

    /** Those who may be in another call from now on. */
    Set<String> released() {
        return released;
    }
}
