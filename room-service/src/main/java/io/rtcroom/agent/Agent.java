package io.rtcroom.agent;

import io.rtcroom.event.Event;
import io.rtcroom.event.EventData.AgentChanged;
import io.rtcroom.problem.ProblemException;
import io.rtcroom.problem.ProblemType;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * One agent as loaded under their row lock: the rules of duty. Each move appends its event with the agent's next number;
 * {@link AgentTable#save} writes both.
 */
public final class Agent {
    private final String userId;
    private final Instant now;
    private final Instant lastOfferedAt;
    private final List<Event> events = new ArrayList<>();
    private AgentState state;
    private long version;
    private Skills skills;
    private UUID roomUid;
    private String roomId;
    private String breakReason;
    private boolean draining;
    private int missed;
    private Instant stateSince;
    private Instant openedAt;
    private Instant readyAt;
    private long busyMillis;

    /** What the table keeps of an agent. */
    record Stored(
            String userId,
            AgentState state,
            Skills skills,
            UUID roomUid,
            String roomId,
            long version,
            String breakReason,
            boolean draining,
            int missed,
            Instant stateSince,
            Instant openedAt,
            Instant readyAt,
            long busyMillis,
            Instant lastOfferedAt) {}

    Agent(Stored stored, Instant now) {
        userId = stored.userId;
        this.now = now;
        state = stored.state;
        skills = stored.skills;
        roomUid = stored.roomUid;
        roomId = stored.roomId;
        version = stored.version;
        breakReason = stored.breakReason;
        draining = stored.draining;
        missed = stored.missed;
        stateSince = stored.stateSince;
        openedAt = stored.openedAt;
        readyAt = stored.readyAt;
        busyMillis = stored.busyMillis;
        lastOfferedAt = stored.lastOfferedAt;
    }

    /** @throws ProblemException AGENT_OPEN */
    void requireClosed() {
        if (isOnDuty())
            throw new ProblemException(ProblemType.AGENT_OPEN, "agent %s is %s in room %s", userId, state, roomId);
    }

    /** Begins a shift. */
    void open(Skills withSkills, UUID uid, String name) {
        skills = withSkills;
        roomUid = uid;
        roomId = name;
        draining = false;
        missed = 0;
        openedAt = now;
        busyMillis = 0;
        become(AgentState.IDLE, "opened");
    }

    /** The shift is over, whatever goes on. */
    public void close(String reason) {
        if (!isOnDuty()) return;
        become(AgentState.CLOSED, reason);
        draining = false;
    }

    /** The shift is over after the call that goes on, and at once if there is none. */
    public void drain() {
        if (state == AgentState.OFFERED || state == AgentState.BUSY) draining = true;
        else close("closed");
    }

    /** @throws ProblemException ILLEGAL_AGENT_TRANSITION */
    void takeBreak(String reason) {
        breakReason = reason;
        become(AgentState.BREAK, reason);
    }

    /** Ends a break or a wrap-up. @throws ProblemException ILLEGAL_AGENT_TRANSITION */
    void ready() {
        if (state == AgentState.IDLE) return;
        // Others become idle by the end of an offer, a call or a shift alone: what they hold is theirs until then.
        if (state != AgentState.WRAP_UP && state != AgentState.BREAK) throw illegal(AgentState.IDLE);
        become(AgentState.IDLE, "ready");
    }

    public void offer() {
        become(AgentState.OFFERED, null);
    }

    public void answer() {
        missed = 0;
        become(AgentState.BUSY, null);
    }

    /** Did not want, or was spared by the caller's leaving: somebody else's turn for a moment. */
    public void decline(Duration pause, String reason) {
        rest(pause, reason);
    }

    /** Did not answer; who does so repeatedly is not there. */
    public void miss(Duration pause, int mostMissed) {
        missed++;
        if (missed >= mostMissed) close("missed-offers");
        else rest(pause, "missed");
    }

    /** The call is over. */
    public void finish(Duration wrapUp) {
        busyMillis += Duration.between(stateSince, now).toMillis();
        rest(wrapUp, "call-over");
    }

    private void rest(Duration pause, String reason) {
        if (draining) {
            close("drained");
            return;
        }
        readyAt = now.plus(pause);
        become(pause.isZero() ? AgentState.IDLE : AgentState.WRAP_UP, reason);
    }

    private void become(AgentState next, String reason) {
        if (!state.canBecome(next)) throw illegal(next);
        state = next;
        stateSince = now;
        if (next != AgentState.WRAP_UP) readyAt = null;
        if (next != AgentState.BREAK) breakReason = null;
        version++;
        events.add(new Event(
                UUID.randomUUID(),
                "agent:" + userId,
                version,
                now,
                new AgentChanged(userId, next.name(), next.shown(), roomId, reason)));
    }

    private ProblemException illegal(AgentState next) {
        return new ProblemException(
                ProblemType.ILLEGAL_AGENT_TRANSITION, "agent %s is %s and does not become %s", userId, state, next);
    }

    public String userId() {
        return userId;
    }

    public AgentState state() {
        return state;
    }

    boolean isOnDuty() {
        return state != AgentState.CLOSED;
    }

    public boolean isDraining() {
        return draining;
    }

    public Skills skills() {
        return skills;
    }

    public UUID roomUid() {
        return roomUid;
    }

    public String roomId() {
        return roomId;
    }

    public Instant stateSince() {
        return stateSince;
    }

    /** The beginning of the shift if there was none in it. */
    public Instant lastOfferedAt() {
        return lastOfferedAt;
    }

    /** The part of the shift spent talking. */
    public double occupancy() {
        return (double) busyMillis / Math.max(1, Duration.between(openedAt, now).toMillis());
    }

    public Instant now() {
        return now;
    }

    String breakReason() {
        return breakReason;
    }

    Instant openedAt() {
        return openedAt;
    }

    int missed() {
        return missed;
    }

    Instant readyAt() {
        return readyAt;
    }

    long busyMillis() {
        return busyMillis;
    }

    /** Whether a wrap-up has lasted long enough. */
    boolean isRested() {
        return state == AgentState.WRAP_UP && !readyAt.isAfter(now);
    }

    long version() {
        return version;
    }

    List<Event> events() {
        return events;
    }
}
