package io.rtcroom.call;

import static io.rtcroom.call.CallState.ENDED;
import static io.rtcroom.call.CallState.QUEUED;

import io.rtcroom.event.EventData.CallEnded;
import io.rtcroom.event.EventData.CallQueued;

/** Where a call goes once its people have come or gone. */
final class Course {
    private final CallChange call;
    private final Rings rings;
    private final CallingBack callingBack;
    private final HandingOver handingOver;

    Course(CallChange call, Rings rings, CallingBack callingBack, HandingOver handingOver) {
        this.call = call;
        this.rings = rings;
        this.callingBack = callingBack;
        this.handingOver = handingOver;
    }

    /** @param reason of the end, if it comes to that @param actor whose doing it was; null if a deadline's */
    void settle(EndReason reason, String actor) {
        switch (call.state()) {
            case QUEUED -> {
                if (callerIsGone()) end(reason, actor);
            }
            case RINGING -> settleRinging(reason, actor);
            case CONNECTED -> settleConnected(reason, actor);
            case ENDED -> {}
        }
    }

    private void settleRinging(EndReason reason, String actor) {
        if (callingBack.isDialling()) {
            if (talking() > 0) return;
            callingBack.hangBack(ParticipantState.CANCELLED);
            queue(reason.wire());
        } else if (callerIsGone()) end(reason, actor);
        else if (rings.anybodyMayCome()) return;
        else if (hasQueue()) queue(reason.wire());
        else end(rings.outcome(), actor);
    }

    private void settleConnected(EndReason reason, String actor) {
        int talking = talking();
        // Agents have nothing to say to each other.
        if (hasQueue() && !call.caller().isJoined()) end(reason, actor);
        else if (talking >= 2 || talking == 1 && rings.anybodyMayCome()) handingOver.settle();
        else if (hasQueue() && (reason == EndReason.LOST || handingOver.isOpen())) queue(reason.wire());
        else end(reason, actor);
    }

    private int talking() {
        return call.people().those(Participant::talks).size();
    }

    private boolean hasQueue() {
        return call.row().queue() != null;
    }

    private boolean callerIsGone() {
        return !call.caller().isJoined() && !call.caller().isDeferred();
    }

    /** No agent is there: whoever was to be connected with the caller is free again. */
    private void queue(String reason) {
        for (Participant each : call.people().those(each -> each.isAgent() && each.isJoined()))
            call.leave(each.userId(), ParticipantState.LEFT, null);
        handingOver.leaveToTheQueue();
        call.become(QUEUED, null);
        call.append(new CallQueued(call.row().queue(), reason), null, null, reason);
    }

    void end(EndReason reason, String actor) {
        if (call.state() == ENDED) return;
        for (Participant each : call.people().list()) {
            if (each.isRinging()) call.refuse(each.userId(), ParticipantState.CANCELLED, actor);
            if (each.isPending() || each.isDeferred()) call.put(each.gone(ParticipantState.CANCELLED, call.now()));
            if (each.isJoined()) call.put(each.gone(ParticipantState.LEFT, call.now()));
        }
        if (handingOver.isOpen()) handingOver.end("call-over", actor);
        call.become(ENDED, reason);
        call.append(new CallEnded(reason.wire(), actor), null, actor, reason.wire());
    }
}
