package io.rtcroom.call;

import io.rtcroom.address.StreamAddresses;
import io.rtcroom.event.EventData.CallAnswered;
import io.rtcroom.event.EventData.CallCreated;
import io.rtcroom.event.EventData.CallQueued;
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
 * One call with its people as loaded under the call's row lock: what may be asked of it, and by whom. How it rings, calls
 * back, is handed over and is listened to are parts of their own; where it goes then is its {@link Course}.
 * {@link CallTable#save} writes all they decide in the same transaction.
 */
public final class Call {
    private final CallChange change;
    private final People people;
    private final Rings rings;
    private final CallingBack callingBack;
    private final HandingOver handingOver;
    private final Observers observers;
    private final Course course;

    Call(CallRow row, Collection<Participant> people, Instant now) {
        change = new CallChange(row, people, now);
        this.people = change.people();
        rings = new Rings(change);
        callingBack = new CallingBack(change, rings);
        handingOver = new HandingOver(change);
        observers = new Observers(change);
        course = new Course(change, rings, callingBack, handingOver);
    }

    /** A call that rings nobody yet. @param queue null between people */
    static Call start(UUID id, Participant caller, String queue, String info, Instant now) {
        CallState first = queue == null ? CallState.RINGING : CallState.QUEUED;
        String userId = caller.userId();
        CallRow row = new CallRow(id, first, null, userId, queue, info, 0, now, null, null, null);
        Call call = new Call(row, List.of(caller), now);
        call.people.note(userId);
        call.change.append(new CallCreated(userId, queue, info), userId, userId, null);
        if (queue != null) call.change.append(new CallQueued(queue, "entered"), null, userId, "entered");
        return call;
    }

    /** Rings somebody on all their devices; whoever is in the call or rung already is left as they are. */
    void invite(String userId, Role role, String by, Instant until) {
        rings.invite(userId, role, by, until);
    }

    /** Rings them as soon as the caller's stream is live; if it is not by then, nobody is rung. */
    void await(String userId, Duration ringFor, Instant liveBy) {
        rings.await(userId, ringFor, liveBy);
    }

    /** The server knows that this person rings or talks elsewhere. */
    void findBusy(String userId, String by) {
        rings.findBusy(userId, by);
    }

    /** What has become of the caller's stream for those who wait for it. */
    void hearOfStream(Collection<String> live, Collection<String> tooLate) {
        if (state() == CallState.ENDED) return;
        rings.streamIsLive(live);
        rings.streamIsTooLate(tooLate);
        if (!tooLate.isEmpty() && !rings.anybodyMayCome() && state() == CallState.RINGING)
            course.end(EndReason.NO_STREAM, null);
    }

    /**
     * Answers, or enters again from the device that has answered.
     *
     * @param addresses null for an observer
     * @throws ProblemException ANSWERED_ELSEWHERE, ILLEGAL_CALL_TRANSITION, NOT_IN_CALL
     */
    void accept(Profile profile, String device, StreamAddresses addresses) {
        Participant asked = change.require(profile.userId());
        if (asked.isJoined()) {
            requireSameDevice(asked, device);
            return;
        }
        // Whoever calls the one who calls them answers, also before they would be rung.
        boolean isAsked = asked.isRinging() || asked.isPending();
        change.require(isAsked && state() != CallState.ENDED, asked.userId());
        answer(asked.joined(profile, device, addresses, now()), addresses);
        if (asked.isAgent()) handingOver.reach(asked.userId());
    }

    private void requireSameDevice(Participant joined, String device) {
        if (!device.equals(joined.device()))
            throw new ProblemException(
                    ProblemType.ANSWERED_ELSEWHERE, "%s is in call %s on another device", joined.userId(), id());
    }

    private void answer(Participant answerer, StreamAddresses addresses) {
        String userId = answerer.userId();
        change.put(answerer);
        boolean connects =
                state() == CallState.RINGING && answerer.talks() && people.is(caller(), Participant::isJoined);
        if (connects) change.become(CallState.CONNECTED, null);
        String stream = addresses == null ? null : addresses.streamId();
        change.append(new CallAnswered(userId, answerer.role().wire(), stream, connects), userId, userId, null);
        change.dismiss(userId, "answered");
    }

    /**
     * Listens from now on and sends nothing.
     *
     * @param most how many may
     * @throws ProblemException ILLEGAL_CALL_TRANSITION, TOO_MANY_OBSERVERS
     */
    void observe(Profile profile, String device, String actor, int most) {
        observers.add(profile, device, actor, most);
    }

    /** The caller hangs up and is rung when an agent has taken the call. @throws ProblemException ILLEGAL_CALL_TRANSITION */
    public void defer(String userId, int tries) {
        callingBack.defer(userId, tries);
    }

    /** Whether the caller is rung if this agent takes the call: they must be free for it. */
    boolean dialsFor(String agent) {
        return callingBack.dialsFor(agent);
    }

    /** Rings the caller who asked to be called back, if an agent has taken the call; else it does nothing. */
    void dial(Instant until) {
        callingBack.dial(until);
    }

    /** The caller has begun to talk elsewhere: their turn passes, their place stays. */
    void passTurn(String agent) {
        change.refuse(agent, ParticipantState.CANCELLED, null);
        course.settle(EndReason.BUSY, null);
    }

    /** @throws ProblemException ILLEGAL_CALL_TRANSITION unless the user is being rung */
    void decline(String userId) {
        change.require(change.require(userId).isRinging(), userId);
        change.refuse(userId, ParticipantState.DECLINED, userId);
        course.settle(EndReason.DECLINED, userId);
    }

    /** The caller gives up before anybody has answered. @throws ProblemException ILLEGAL_CALL_TRANSITION, NOT_ALLOWED */
    void cancel(String userId) {
        change.require(userId);
        if (!userId.equals(caller()))
            throw new ProblemException(ProblemType.NOT_ALLOWED, "only the caller cancels call %s", id());
        change.require(state() == CallState.RINGING || state() == CallState.QUEUED, userId);
        hangUp(userId);
    }

    /** Leaves; whoever is still being rung declines. */
    void hangUp(String userId) {
        Participant leaver = change.require(userId);
        if (leaver.isRinging()) {
            decline(userId);
            return;
        }
        if (leaver.isDeferred()) change.put(leaver.gone(ParticipantState.CANCELLED, now()));
        else {
            change.require(leaver.isJoined(), userId);
            change.leave(userId, ParticipantState.LEFT, userId);
        }
        course.settle(state() == CallState.CONNECTED ? EndReason.HANGUP : EndReason.CANCELLED, userId);
    }

    /** Those whose time has passed: rung without an answer, or silent for too long. */
    void expire(Collection<String> unanswered, Collection<String> silent) {
        for (String userId : unanswered)
            if (people.is(userId, Participant::isRinging)) {
                if (callingBack.triesAgainFor(userId)) callingBack.hangBack(ParticipantState.MISSED);
                else change.refuse(userId, ParticipantState.MISSED, null);
            }
        if (!unanswered.isEmpty()) course.settle(EndReason.NO_ANSWER, null);
        for (String userId : silent) {
            if (isOffered(userId)) withdrawOffers();
            else if (people.is(userId, Participant::isJoined)) change.leave(userId, ParticipantState.LOST, null);
        }
        if (!silent.isEmpty()) course.settle(EndReason.LOST, null);
    }

    /** Whether the user waits in a queue and an agent is being asked: whoever drops then keeps their place, as before. */
    private boolean isOffered(String userId) {
        return queue() != null
                && state() == CallState.RINGING
                && userId.equals(caller())
                && people.is(userId, Participant::isJoined);
    }

    private void withdrawOffers() {
        for (Participant asked : people.those(Participant::isRinging))
            change.refuse(asked.userId(), ParticipantState.CANCELLED, null);
    }

    /** The user is gone without a word; whoever was only rung is rung no more. */
    public void lose(String userId) {
        if (people.is(userId, Participant::isRinging)) {
            change.refuse(userId, ParticipantState.CANCELLED, userId);
            course.settle(EndReason.CANCELLED, userId);
        }
        expire(List.of(), List.of(userId));
    }

    void endIfNobodyRings() {
        course.settle(EndReason.BUSY, null);
    }

    /** Ends it, whatever it is. */
    void end(EndReason reason, String actor) {
        course.end(reason, actor);
    }

    /** A queue looks for an agent to take over. @throws ProblemException ILLEGAL_CALL_TRANSITION, NOT_IN_CALL */
    public void seek(String by, String queue) {
        handingOver.start(new Transfer(by, null, queue));
    }

    /** Asks this agent to take over. @throws ProblemException ILLEGAL_CALL_TRANSITION, NOT_IN_CALL */
    public void handTo(String by, String agent, Instant until) {
        change.require(notIn(List.of(agent)).contains(agent), agent);
        handingOver.start(new Transfer(by, agent, null));
        rings.invite(agent, Role.AGENT, by, until);
    }

    /** The agent who handed over leaves the other one with the caller. @throws ProblemException ILLEGAL_CALL_TRANSITION */
    void completeTransfer(String by) {
        handingOver.leaveToTheOther(by);
        course.settle(EndReason.HANGUP, by);
    }

    /** The agent who wanted to hand over goes on alone. @throws ProblemException ILLEGAL_CALL_TRANSITION */
    void cancelTransfer(String by) {
        handingOver.cancel(by);
    }

    /** Nobody was found in time. */
    void giveUpTransfer() {
        handingOver.end("timed-out", null);
    }

    /** Where an agent is looked for who takes the call over, or null: none is, or one is being rung. */
    public String soughtIn() {
        return handingOver.soughtIn();
    }

    /** What became of the transfer that this change has ended; null if it ended none. */
    public String transferOutcome() {
        return handingOver.outcome();
    }

    /** Of these, those who neither ring nor talk here. */
    Set<String> notIn(Collection<String> users) {
        return people.notIn(users);
    }

    /** @throws ProblemException NOT_IN_CALL, ILLEGAL_CALL_TRANSITION */
    public void requireTalking(String userId) {
        change.requireTalking(userId);
    }

    /** Whoever waits in a queue is there for an agent alone. @throws ProblemException NOT_IN_CALL, ILLEGAL_CALL_TRANSITION */
    void requireMayInvite(String userId) {
        change.requireTalking(userId);
        change.require(queue() == null || state() == CallState.CONNECTED, userId);
    }

    /** Those who are rung or talk; observers take no seat. */
    int seatsTaken() {
        return people.those(Participant::isEngaged).size();
    }

    public UUID id() {
        return change.id();
    }

    public CallState state() {
        return change.state();
    }

    public String caller() {
        return row().caller();
    }

    /** Where it waits for an agent whenever it has none; null between people. */
    public String queue() {
        return row().queue();
    }

    /** Null until it ends. */
    public EndReason reason() {
        return row().reason();
    }

    /** By the database's clock, as of the lock. */
    public Instant now() {
        return change.now();
    }

    public Collection<Participant> participants() {
        return people.list();
    }

    /** Null if the user was never asked into the call. */
    public Participant find(String userId) {
        return people.find(userId);
    }

    /** As they are now. */
    public List<Participant> changed() {
        return people.changed();
    }

    /** What the caller wants those who are called to know. */
    public String info() {
        return row().info();
    }

    CallRow row() {
        return change.row();
    }

    CallChange change() {
        return change;
    }
}
