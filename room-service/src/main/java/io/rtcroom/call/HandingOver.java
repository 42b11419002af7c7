package io.rtcroom.call;

import io.rtcroom.event.EventData.CallTransferEnded;
import io.rtcroom.event.EventData.CallTransferStarted;
import java.util.List;

/** How an agent hands the caller to another one: one they name, or one whom a queue finds. */
final class HandingOver {
    private final CallChange call;
    private String outcome;

    HandingOver(CallChange call) {
        this.call = call;
    }

    private Transfer open() {
        return call.row().transfer();
    }

    boolean isOpen() {
        return open() != null;
    }

    /** What became of the transfer that this change has ended; null if it ended none. */
    String outcome() {
        return outcome;
    }

    /** Where an agent is looked for, or null: none is, or one is being rung. */
    String soughtIn() {
        boolean isSought = isOpen() && open().to() == null;
        return isSought && !call.people().any(each -> each.isAgent() && each.isRinging()) ? open().queue() : null;
    }

    void start(Transfer transfer) {
        String by = transfer.by();
        call.requireTalking(by);
        boolean isHis = call.people().find(by).isAgent();
        call.require(call.state() == CallState.CONNECTED && !isOpen() && isHis, by);
        call.handOver(transfer);
        call.append(new CallTransferStarted(by, transfer.to(), transfer.queue()), transfer.to(), by, null);
    }

    /** The other agent is there. */
    void reach(String agent) {
        if (!isOpen()) return;
        call.handOver(open().reached(agent));
        settle();
    }

    /** The first agent leaves the other one with the caller. */
    void leaveToTheOther(String by) {
        requireOf(by);
        call.require(call.people().is(open().to(), Participant::isJoined), by);
        call.leave(by, ParticipantState.LEFT, by);
    }

    /** The first agent goes on alone. */
    void cancel(String by) {
        requireOf(by);
        List<Participant> others =
                call.people().those(each -> each.isAgent() && !each.userId().equals(by));
        for (Participant other : others) {
            if (other.isRinging()) call.refuse(other.userId(), ParticipantState.CANCELLED, by);
            if (other.isJoined()) call.leave(other.userId(), ParticipantState.LEFT, by);
        }
        end("cancelled", by);
    }

    private void requireOf(String by) {
        call.requireTalking(by);
        call.require(isOpen() && open().by().equals(by), by);
    }

    /** Ends it if one of the two agents decides it by being there or gone. */
    void settle() {
        if (!isOpen() || open().to() == null) return;
        Participant to = call.people().find(open().to());
        if (!to.state().engages()) end(to.state().word(), open().to());
        else if (to.isJoined() && !call.people().is(open().by(), Participant::isJoined)) end("completed", open().by());
    }

    /** No agent is there any more: the caller waits where one was looked for. */
    void leaveToTheQueue() {
        if (!isOpen()) return;
        if (open().queue() != null) call.waitIn(open().queue());
        end("caller-waits", null);
    }

    void end(String as, String actor) {
        Transfer ended = open();
        call.handOver(null);
        // Whoever loses the agent who has taken over waits where that one was found.
        if (as.equals("completed") && ended.queue() != null) call.waitIn(ended.queue());
        outcome = as;
        call.append(new CallTransferEnded(ended.by(), ended.to(), as), ended.to(), actor, as);
    }
}
