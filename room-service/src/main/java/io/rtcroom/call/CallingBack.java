package io.rtcroom.call;

import io.rtcroom.event.EventData.CallDeferred;
import java.time.Instant;

/** A caller who has hung up, and is rung when an agent has taken their call. */
final class CallingBack {
    private final CallChange call;
    private final Rings rings;

    CallingBack(CallChange call, Rings rings) {
        this.call = call;
        this.rings = rings;
    }

    /** @throws io.rtcroom.problem.ProblemException ILLEGAL_CALL_TRANSITION unless the caller waits in a queue */
    void defer(String userId, int tries) {
        Participant caller = call.require(userId);
        boolean waits = call.state() == CallState.QUEUED && caller.isJoined();
        call.require(waits && userId.equals(call.row().caller()), userId);
        call.put(caller.deferred(tries, call.now()));
        call.append(new CallDeferred(userId, "asked", tries), userId, userId, "asked");
    }

    /** Whether the caller is rung if this agent takes the call: they must be free for it. */
    boolean dialsFor(String agent) {
        return call.state() == CallState.RINGING
                && call.caller().isDeferred()
                && call.people().is(agent, each -> each.isRinging() && each.isAgent());
    }

    /** Rings the caller if an agent has taken the call; else it does nothing. */
    void dial(Instant until) {
        Participant caller = call.caller();
        boolean agentIsThere = call.people().any(each -> each.isAgent() && each.isJoined());
        if (call.state() != CallState.RINGING || !caller.isDeferred() || !agentIsThere) return;
        rings.ring(caller.ringing(caller.dialsLeft() - 1, until), null);
    }

    /** Whether it is the caller who is rung, to be given to an agent. */
    boolean isDialling() {
        return call.state() == CallState.RINGING && call.caller().isRinging();
    }

    boolean triesAgainFor(String userId) {
        return isDialling()
                && userId.equals(call.row().caller())
                && call.caller().dialsLeft() > 0;
    }

    /** The caller is rung no more and waits on; ringing that others broke off was no try. */
    void hangBack(ParticipantState as) {
        Participant caller = call.caller();
        int tries = caller.dialsLeft() + (as == ParticipantState.CANCELLED ? 1 : 0);
        call.put(caller.deferred(tries, call.now()));
        call.append(new CallDeferred(caller.userId(), as.word(), tries), caller.userId(), null, as.word());
        call.dismiss(caller.userId(), as.word());
    }
}
