package io.rtcroom.call;

import io.rtcroom.event.EventData;
import io.rtcroom.event.EventData.CallDismissed;
import io.rtcroom.event.EventData.CallLeft;
import io.rtcroom.event.EventData.CallRefused;
import io.rtcroom.problem.ProblemException;
import io.rtcroom.problem.ProblemType;
import java.time.Instant;
import java.util.Collection;
import java.util.UUID;

/**
 * What one transaction makes of a call: its row, its people, and what is to be told of both. Every event takes the call's
 * next number, and no move is made that the states do not allow.
 */
final class CallChange {
    private final Instant now;
    private final CallRow loaded;
    private final People people;
    private final Journal journal;
    private CallRow row;

    CallChange(CallRow row, Collection<Participant> people, Instant now) {
        this.now = now;
        this.row = row;
        loaded = row;
        journal = new Journal(row.id(), now);
        this.people = new People(people);
    }

    UUID id() {
        return row.id();
    }

    CallRow row() {
        return row;
    }

    CallState state() {
        return row.state();
    }

    /** By the database's clock, as of the lock. */
    Instant now() {
        return now;
    }

    People people() {
        return people;
    }

    Participant caller() {
        return people.find(row.caller());
    }

    Journal journal() {
        return journal;
    }

    long loadedVersion() {
        return loaded.version();
    }

    /** Whether there is anything to write. */
    boolean isMade() {
        return row.version() != loaded.version();
    }

    void become(CallState next, EndReason reason) {
        require(state().canBecome(next), null);
        row = row.moved(next, reason, now);
    }

    /** @param transfer null once nobody hands over any more */
    void handOver(Transfer transfer) {
        row = row.with(transfer);
    }

    void waitIn(String queue) {
        row = row.waitingIn(queue);
    }

    void put(Participant after) {
        if (!people.put(after)) throw illegal(after.userId());
    }

    /** Somebody rings no more. */
    void refuse(String userId, ParticipantState as, String actor) {
        put(people.find(userId).gone(as, now));
        append(new CallRefused(userId, as.word()), userId, actor, as.word());
        dismiss(userId, as.word());
    }

    /** Somebody is in the call no more. */
    void leave(String userId, ParticipantState as, String actor) {
        put(people.find(userId).gone(as, now));
        append(new CallLeft(userId, as.word()), userId, actor, as.word());
    }

    /** All devices of the user ring no more. */
    void dismiss(String userId, String why) {
        tell(userId, new CallDismissed(id().toString(), why));
    }

    void append(EventData data, String userId, String actor, String cause) {
        long seq = row.version() + 1;
        row = row.at(seq);
        journal.add(seq, state(), data, userId, actor, cause);
    }

    void tell(String userId, EventData data) {
        journal.tell(userId, data);
    }

    Participant require(String userId) {
        Participant found = people.find(userId);
        if (found == null) throw new ProblemException(ProblemType.NO_SUCH_CALL, "%s has no call %s", userId, id());
        return found;
    }

    /** @param userId whose doing would be against the rules; null if nobody's in particular */
    void require(boolean holds, String userId) {
        if (!holds) throw illegal(userId);
    }

    /** @throws ProblemException NOT_IN_CALL, ILLEGAL_CALL_TRANSITION */
    void requireTalking(String userId) {
        if (!require(userId).talks())
            throw new ProblemException(ProblemType.NOT_IN_CALL, "%s is not in call %s", userId, id());
        require(state() != CallState.ENDED, userId);
    }

    private ProblemException illegal(String userId) {
        Participant one = userId == null ? null : people.find(userId);
        String whoIs = one == null ? "" : ", " + userId + " is " + one.state();
        return new ProblemException(ProblemType.ILLEGAL_CALL_TRANSITION, "call %s is %s%s", id(), state(), whoIs);
    }
}
