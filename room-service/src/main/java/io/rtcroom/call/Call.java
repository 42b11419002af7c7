package io.rtcroom.call;

import static io.rtcroom.call.CallState.CONNECTED;
import static io.rtcroom.call.CallState.ENDED;
import static io.rtcroom.call.CallState.QUEUED;
import static io.rtcroom.call.CallState.RINGING;

import io.rtcroom.address.StreamAddresses;
import io.rtcroom.event.EventData;
import io.rtcroom.event.EventData.CallAnswered;
import io.rtcroom.event.EventData.CallCreated;
import io.rtcroom.event.EventData.CallDeferred;
import io.rtcroom.event.EventData.CallDismissed;
import io.rtcroom.event.EventData.CallEnded;
import io.rtcroom.event.EventData.CallInvited;
import io.rtcroom.event.EventData.CallLeft;
import io.rtcroom.event.EventData.CallObserved;
import io.rtcroom.event.EventData.CallQueued;
import io.rtcroom.event.EventData.CallRefused;
import io.rtcroom.event.EventData.CallRinging;
import io.rtcroom.event.EventData.CallTransferEnded;
import io.rtcroom.event.EventData.CallTransferStarted;
import io.rtcroom.problem.ProblemException;
import io.rtcroom.problem.ProblemType;
import io.rtcroom.room.Profile;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * One call with its people as loaded under the call's row lock: the rules of ringing, answering, handing over and ending.
 * Each decision appends its event with the call's next number; {@link CallTable#save} writes all of it in the same
 * transaction.
 */
public final class Call {
    private final Instant now;
    private final People people;
    private final Journal journal;
    private final CallRow loaded;
    private CallRow row;
    private String transferOutcome;

    Call(CallRow row, Collection<Participant> people, Instant now) {
        this.row = row;
        this.now = now;
        loaded = row;
        journal = new Journal(row.id(), now);
        this.people = new People(people);
    }

    /** A call that rings nobody yet. @param queue null between people */
    static Call start(UUID id, Participant caller, String queue, String info, Instant now) {
        CallState first = queue == null ? RINGING : QUEUED;
        Call call = new Call(
                new CallRow(id, first, null, caller.userId(), queue, info, 0, now, null, null, null),
                List.of(caller),
                now);
        call.people.note(caller.userId());
        call.append(new CallCreated(caller.userId(), queue, info), caller.userId(), caller.userId(), null);
        if (queue != null) call.append(new CallQueued(queue, "entered"), null, caller.userId(), "entered");
        return call;
    }

    /** Rings somebody on all their devices; whoever is in the call or rung already is left as they are. */
    void invite(String userId, Role role, String by, Instant until) {
        require(row.state() != ENDED, by);
        if (people.is(userId, each -> each.state().engages())) return;
        if (row.state() == QUEUED) become(RINGING, null);
        ring(Participant.rung(userId, role, by, now, until), by);
    }

    /** Rings them as soon as the caller's stream is live; if it is not by then, nobody is rung. */
    void await(String userId, Duration ringFor, Instant liveBy) {
        Participant caller = people.find(row.caller());
        put(Participant.pending(
                userId, row.caller(), now, liveBy, caller.addresses().streamId(), ringFor));
    }

    /** What has become of the caller's stream for those who wait for it. */
    void hearOfStream(Collection<String> live, Collection<String> tooLate) {
        if (row.state() == ENDED) return;
        for (String userId : live) {
            Participant waiting = people.find(userId);
            if (waiting.isPending()) ring(waiting.ringing(0, now.plus(waiting.ringFor())), row.caller());
        }
        for (String userId : tooLate)
            if (people.is(userId, Participant::isPending)) {
                put(people.find(userId).gone(ParticipantState.CANCELLED, now));
                append(new CallRefused(userId, ParticipantState.CANCELLED.word()), userId, null, "no-stream");
            }
        if (!tooLate.isEmpty() && !people.any(Participant::isAwaited) && row.state() == RINGING)
            end(EndReason.NO_STREAM, null);
    }

    private void ring(Participant rung, String by) {
        put(rung);
        append(new CallRinging(rung.userId(), rung.role().wire(), by, rung.ringUntil()), rung.userId(), by, null);
        Participant caller = people.find(row.caller());
        journal.tell(
                rung.userId(),
                new CallInvited(
                        row.id().toString(),
                        rung.role().wire(),
                        row.caller(),
                        caller.userName(),
                        caller.userAvatar(),
                        row.queue(),
                        rung.ringUntil()));
    }

    /** The server knows that this person rings or talks elsewhere. */
    void findBusy(String userId, String by) {
        if (people.find(userId) == null) put(Participant.busy(userId, by, now));
        append(new CallRefused(userId, ParticipantState.BUSY.word()), userId, by, "busy");
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
        // Whoever calls the one who calls them answers, also before they would be rung.
        require((asked.isRinging() || asked.isPending()) && row.state() != ENDED, asked.userId());
        put(asked.joined(profile, device, addresses, now));
        boolean connects = row.state() == RINGING
                && asked.role() != Role.OBSERVER
                && people.is(row.caller(), Participant::isJoined);
        if (connects) become(CONNECTED, null);
        append(
                new CallAnswered(
                        asked.userId(), asked.role().wire(), addresses == null ? null : addresses.streamId(), connects),
                asked.userId(),
                asked.userId(),
                null);
        journal.tell(asked.userId(), new CallDismissed(row.id().toString(), "answered"));
        if (asked.isAgent() && row.transfer() != null) {
            row = row.with(row.transfer().reached(asked.userId()));
            settleTransfer();
        }
    }

    /** Listens from now on and sends nothing. @throws ProblemException ILLEGAL_CALL_TRANSITION */
    void observe(Profile profile, String device, String actor) {
        String userId = profile.userId();
        if (people.is(userId, each -> each.isJoined() && each.role() == Role.OBSERVER)) return;
        require(row.state() != ENDED && people.notIn(List.of(userId)).contains(userId), userId);
        put(Participant.observer(profile, device, now));
        append(new CallObserved(userId), userId, actor, null);
    }

    /** The caller hangs up and is rung when an agent has taken the call. @throws ProblemException ILLEGAL_CALL_TRANSITION */
    public void defer(String userId, int tries) {
        Participant caller = require(userId);
        require(row.state() == QUEUED && caller.isJoined() && userId.equals(row.caller()), userId);
        put(caller.deferred(tries, now));
        append(new CallDeferred(userId, "asked", tries), userId, userId, "asked");
    }

    /** Whether the caller is rung if this agent takes the call: they must be free for it. */
    boolean dialsFor(String agent) {
        return row.state() == RINGING
                && people.is(row.caller(), Participant::isDeferred)
                && people.is(agent, each -> each.isRinging() && each.isAgent());
    }

    /** Rings the caller who asked to be called back, if an agent has taken the call; else it does nothing. */
    void dial(Instant until) {
        Participant caller = people.find(row.caller());
        boolean agentIsThere = people.any(each -> each.isAgent() && each.isJoined());
        if (row.state() != RINGING || !caller.isDeferred() || !agentIsThere) return;
        ring(caller.ringing(caller.dialsLeft() - 1, until), null);
    }

    /** The caller has begun to talk elsewhere: their turn passes, their place stays. */
    void passTurn(String agent) {
        refuse(agent, ParticipantState.CANCELLED, null);
        settle(EndReason.BUSY, null);
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
        if (leaver.isDeferred()) put(leaver.gone(ParticipantState.CANCELLED, now));
        else {
            require(leaver.isJoined(), userId);
            leave(userId, ParticipantState.LEFT, userId);
        }
        settle(row.state() == CONNECTED ? EndReason.HANGUP : EndReason.CANCELLED, userId);
    }

    /** Those whose time has passed: rung without an answer, or silent for too long. */
    void expire(Collection<String> unanswered, Collection<String> silent) {
        for (String userId : unanswered)
            if (people.is(userId, Participant::isRinging)) {
                if (isDialled(userId) && people.find(userId).dialsLeft() > 0) hangBack(ParticipantState.MISSED);
                else refuse(userId, ParticipantState.MISSED, null);
            }
        if (!unanswered.isEmpty()) settle(EndReason.NO_ANSWER, null);
        for (String userId : silent)
            if (people.is(userId, Participant::isJoined)) leave(userId, ParticipantState.LOST, null);
        if (!silent.isEmpty()) settle(EndReason.LOST, null);
    }

    /** The user is gone without a word; whoever was only rung is rung no more. */
    public void lose(String userId) {
        if (people.is(userId, Participant::isRinging)) {
            refuse(userId, ParticipantState.CANCELLED, userId);
            settle(EndReason.CANCELLED, userId);
        }
        expire(List.of(), List.of(userId));
    }

    /** A queue looks for an agent to take over. @throws ProblemException ILLEGAL_CALL_TRANSITION, NOT_IN_CALL */
    public void seek(String by, String queue) {
        startTransfer(new Transfer(by, null, queue));
    }

    /** Asks this agent to take over. @throws ProblemException ILLEGAL_CALL_TRANSITION, NOT_IN_CALL */
    public void handTo(String by, String agent, Instant until) {
        require(people.notIn(List.of(agent)).contains(agent), agent);
        startTransfer(new Transfer(by, agent, null));
        invite(agent, Role.AGENT, by, until);
    }

    private void startTransfer(Transfer transfer) {
        requireTalking(transfer.by());
        boolean isHis = people.find(transfer.by()).isAgent();
        require(row.state() == CONNECTED && row.transfer() == null && isHis, transfer.by());
        row = row.with(transfer);
        append(
                new CallTransferStarted(transfer.by(), transfer.to(), transfer.queue()),
                transfer.to(),
                transfer.by(),
                null);
    }

    /** The agent who handed over leaves the other one with the caller. @throws ProblemException ILLEGAL_CALL_TRANSITION */
    void completeTransfer(String by) {
        requireTransferOf(by);
        require(people.is(row.transfer().to(), Participant::isJoined), by);
        leave(by, ParticipantState.LEFT, by);
        settle(EndReason.HANGUP, by);
    }

    /** The agent who wanted to hand over goes on alone. @throws ProblemException ILLEGAL_CALL_TRANSITION */
    void cancelTransfer(String by) {
        requireTransferOf(by);
        for (Participant other :
                people.those(each -> each.isAgent() && !each.userId().equals(by))) {
            if (other.isRinging()) refuse(other.userId(), ParticipantState.CANCELLED, by);
            if (other.isJoined()) leave(other.userId(), ParticipantState.LEFT, by);
        }
        endTransfer("cancelled", by);
    }

    private void requireTransferOf(String by) {
        requireTalking(by);
        require(row.transfer() != null && row.transfer().by().equals(by), by);
    }

    /** Nobody was found in time. */
    void giveUpTransfer() {
        endTransfer("timed-out", null);
    }

    /** Where an agent is looked for who takes the call over, or null: none is, or one is being rung. */
    public String soughtIn() {
        boolean isOpen = row.transfer() != null && row.transfer().to() == null;
        return isOpen && !people.any(each -> each.isAgent() && each.isRinging())
                ? row.transfer().queue()
                : null;
    }

    /** What became of the transfer that this change has ended; null if it ended none. */
    public String transferOutcome() {
        return transferOutcome;
    }

    private void settleTransfer() {
        Transfer open = row.transfer();
        if (open == null || open.to() == null) return;
        Participant to = people.find(open.to());
        if (!to.state().engages()) endTransfer(to.state().word(), open.to());
        else if (to.isJoined() && !people.is(open.by(), Participant::isJoined)) endTransfer("completed", open.by());
    }

    private void endTransfer(String outcome, String actor) {
        Transfer open = row.transfer();
        row = row.with(null);
        // Whoever loses the agent who has taken over waits where that one was found.
        if (outcome.equals("completed") && open.queue() != null) row = row.waitingIn(open.queue());
        transferOutcome = outcome;
        append(new CallTransferEnded(open.by(), open.to(), outcome), open.to(), actor, outcome);
    }

    /** Ends it, whatever it is. */
    void end(EndReason reason, String actor) {
        if (row.state() == ENDED) return;
        for (Participant each : people.list()) {
            if (each.isRinging()) refuse(each.userId(), ParticipantState.CANCELLED, actor);
            if (each.isPending() || each.isDeferred()) put(each.gone(ParticipantState.CANCELLED, now));
            if (each.isJoined()) put(each.gone(ParticipantState.LEFT, now));
        }
        if (row.transfer() != null) endTransfer("call-over", actor);
        become(ENDED, reason);
        append(new CallEnded(reason.wire(), actor), null, actor, reason.wire());
    }

    /** Goes where a call without its people has to go. */
    private void settle(EndReason reason, String actor) {
        Participant caller = people.find(row.caller());
        boolean comes = people.any(Participant::isAwaited);
        int talking = people.those(Participant::talks).size();
        switch (row.state()) {
            case CONNECTED -> {
                // Agents have nothing to say to each other.
                if (row.queue() != null && !caller.isJoined()) end(reason, actor);
                else if (talking >= 2 || talking == 1 && comes) settleTransfer();
                else if (row.queue() != null && (reason == EndReason.LOST || row.transfer() != null))
                    queue(reason.wire());
                else end(reason, actor);
            }
            case RINGING -> {
                if (isDialled(row.caller())) {
                    if (talking > 0) return;
                    hangBack(ParticipantState.CANCELLED);
                    queue(reason.wire());
                } else if (!caller.isJoined() && !caller.isDeferred()) end(reason, actor);
                else if (!comes && row.queue() != null) queue(reason.wire());
                else if (!comes) end(outcome(), actor);
            }
            case QUEUED -> {
                if (!caller.isJoined() && !caller.isDeferred()) end(reason, actor);
            }
            case ENDED -> {}
        }
    }

    /** Whether it is the caller who is rung, to be given to an agent. */
    private boolean isDialled(String userId) {
        return row.state() == RINGING && userId.equals(row.caller()) && people.is(userId, Participant::isRinging);
    }

    /** The caller is rung no more and waits on; ringing that others broke off was no try. */
    private void hangBack(ParticipantState as) {
        Participant caller = people.find(row.caller());
        int tries = caller.dialsLeft() + (as == ParticipantState.CANCELLED ? 1 : 0);
        put(caller.deferred(tries, now));
        append(new CallDeferred(caller.userId(), as.word(), tries), caller.userId(), null, as.word());
        journal.tell(caller.userId(), new CallDismissed(row.id().toString(), as.word()));
    }

    /** Nobody rings any more and nobody came: a refusal says more than a silence, a silence more than a busy tone. */
    private EndReason outcome() {
        if (people.any(each -> each.state() == ParticipantState.DECLINED)) return EndReason.DECLINED;
        return people.any(each -> each.state() == ParticipantState.MISSED) ? EndReason.NO_ANSWER : EndReason.BUSY;
    }

    void endIfNobodyRings() {
        settle(EndReason.BUSY, null);
    }

    /** No agent is there: whoever was to be connected with the caller is free again. */
    private void queue(String reason) {
        for (Participant each : people.those(each -> each.isAgent() && each.isJoined()))
            leave(each.userId(), ParticipantState.LEFT, null);
        Transfer open = row.transfer();
        if (open != null) {
            if (open.queue() != null) row = row.waitingIn(open.queue());
            endTransfer("caller-waits", null);
        }
        become(QUEUED, null);
        append(new CallQueued(row.queue(), reason), null, null, reason);
    }

    private void refuse(String userId, ParticipantState as, String actor) {
        put(people.find(userId).gone(as, now));
        append(new CallRefused(userId, as.word()), userId, actor, as.word());
        journal.tell(userId, new CallDismissed(row.id().toString(), as.word()));
    }

    private void leave(String userId, ParticipantState as, String actor) {
        put(people.find(userId).gone(as, now));
        append(new CallLeft(userId, as.word()), userId, actor, as.word());
    }

    private void become(CallState next, EndReason reason) {
        require(row.state().canBecome(next), null);
        row = row.moved(next, reason, now);
    }

    private void put(Participant after) {
        if (!people.put(after)) throw illegal(after.userId());
    }

    private void append(EventData data, String userId, String actor, String cause) {
        long seq = row.version() + 1;
        row = row.at(seq);
        journal.add(seq, row.state(), data, userId, actor, cause);
    }

    private Participant require(String userId) {
        Participant found = people.find(userId);
        if (found == null) throw new ProblemException(ProblemType.NO_SUCH_CALL, "%s has no call %s", userId, row.id());
        return found;
    }

    private void require(boolean holds, String userId) {
        if (!holds) throw illegal(userId);
    }

    private ProblemException illegal(String userId) {
        Participant one = userId == null ? null : people.find(userId);
        String whoIs = one == null ? "" : ", " + userId + " is " + one.state();
        return new ProblemException(
                ProblemType.ILLEGAL_CALL_TRANSITION, "call %s is %s%s", row.id(), row.state(), whoIs);
    }

    /** Of these, those who neither ring nor talk here. */
    Set<String> notIn(Collection<String> users) {
        return people.notIn(users);
    }

    /** @throws ProblemException NOT_IN_CALL, ILLEGAL_CALL_TRANSITION */
    public void requireTalking(String userId) {
        if (!require(userId).talks())
            throw new ProblemException(ProblemType.NOT_IN_CALL, "%s is not in call %s", userId, row.id());
        require(row.state() != ENDED, userId);
    }

    /** Those who are rung or talk; observers take no seat. */
    int seatsTaken() {
        return people.those(Participant::isEngaged).size();
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
        return people.list();
    }

    /** Null if the user was never asked into the call. */
    public Participant find(String userId) {
        return people.find(userId);
    }

    long loadedVersion() {
        return loaded.version();
    }

    boolean isChanged() {
        return row.version() != loaded.version();
    }

    Journal journal() {
        return journal;
    }

    /** As they are now. */
    public List<Participant> changed() {
        return people.changed();
    }

    /** Those who may be in another call from now on. */
    Set<String> released() {
        return people.released();
    }
}
