package io.rtcroom.call;

import io.rtcroom.event.EventData.CallInvited;
import io.rtcroom.event.EventData.CallRefused;
import io.rtcroom.event.EventData.CallRinging;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;

/** Whom a call rings: at once, or once the caller's stream is live. */
final class Rings {
    private final CallChange call;

    Rings(CallChange call) {
        this.call = call;
    }

    /** Whoever is in the call or rung already is left as they are. */
    void invite(String userId, Role role, String by, Instant until) {
        call.require(call.state() != CallState.ENDED, by);
        if (call.people().is(userId, each -> each.state().engages())) return;
        if (call.state() == CallState.QUEUED) call.become(CallState.RINGING, null);
        ring(Participant.rung(userId, role, by, call.now(), until), by);
    }

    void await(String userId, Duration ringFor, Instant liveBy) {
        Participant caller = call.caller();
        call.put(Participant.pending(
                userId, caller.userId(), call.now(), liveBy, caller.addresses().streamId(), ringFor));
    }

    void streamIsLive(Collection<String> waitedFor) {
        for (String userId : waitedFor) {
            Participant waiting = call.people().find(userId);
            if (waiting.isPending())
                ring(
                        waiting.ringing(0, call.now().plus(waiting.ringFor())),
                        call.row().caller());
        }
    }

    void streamIsTooLate(Collection<String> waitedFor) {
        for (String userId : waitedFor)
            if (call.people().is(userId, Participant::isPending)) {
                call.put(call.people().find(userId).gone(ParticipantState.CANCELLED, call.now()));
                call.append(new CallRefused(userId, ParticipantState.CANCELLED.word()), userId, null, "no-stream");
            }
    }

    void ring(Participant rung, String by) {
        call.put(rung);
        call.append(new CallRinging(rung.userId(), rung.role().wire(), by, rung.ringUntil()), rung.userId(), by, null);
        Participant caller = call.caller();
        call.tell(
                rung.userId(),
                new CallInvited(
                        call.id().toString(),
                        rung.role().wire(),
                        caller.userId(),
                        caller.userName(),
                        caller.userAvatar(),
                        call.row().queue(),
                        rung.ringUntil()));
    }

    /** The server knows that this person rings or talks elsewhere. */
    void findBusy(String userId, String by) {
        if (call.people().find(userId) == null) call.put(Participant.busy(userId, by, call.now()));
        call.append(new CallRefused(userId, ParticipantState.BUSY.word()), userId, by, "busy");
    }

    boolean anybodyMayCome() {
        return call.people().any(Participant::isAwaited);
    }

    /** Nobody came: a refusal says more than a silence, a silence more than a busy tone. */
    EndReason outcome() {
        if (call.people().any(each -> each.state() == ParticipantState.DECLINED)) return EndReason.DECLINED;
        return call.people().any(each -> each.state() == ParticipantState.MISSED)
                ? EndReason.NO_ANSWER
                : EndReason.BUSY;
    }
}
