package io.rtcroom.call;

import static io.rtcroom.Fixtures.addresses;
import static io.rtcroom.Fixtures.profile;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.rtcroom.event.Event;
import io.rtcroom.problem.ProblemException;
import io.rtcroom.problem.ProblemType;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** The rules of a call, without a database. */
class CallTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant UNTIL = NOW.plusSeconds(45);

    @Test
    void anAnswerConnects() {
        Call call = aCallOfAnnTo("bob");

        accept(call, "bob", "phone");

        assertEquals(CallState.CONNECTED, call.state());
        assertEquals(List.of("call.created", "call.ringing", "call.answered"), events(call));
        assertEquals(Set.of(), released(call));
    }

    @Test
    void onlyTheDeviceThatAnsweredIsInTheCall() {
        Call call = aCallOfAnnTo("bob");
        accept(call, "bob", "phone");

        accept(call, "bob", "phone");

        assertRefused(ProblemType.ANSWERED_ELSEWHERE, () -> accept(call, "bob", "tablet"));
        assertEquals(3, call.row().version());
    }

    @Test
    void aRefusalEndsTheCallOfTwo() {
        Call call = aCallOfAnnTo("bob");

        call.decline("bob");

        assertEnded(EndReason.DECLINED, call);
        assertEquals(Set.of("ann", "bob"), released(call));
    }

    @Test
    void anEndedCallRefusesEveryMoveAndSaysSo() {
        Call call = aCallOfAnnTo("bob");
        call.cancel("ann");

        var refused = assertRefused(ProblemType.ILLEGAL_CALL_TRANSITION, () -> accept(call, "bob", "phone"));

        assertEquals("call " + call.id() + " is ENDED, bob is CANCELLED", refused.getMessage());
        assertRefused(ProblemType.ILLEGAL_CALL_TRANSITION, () -> call.decline("bob"));
        assertRefused(ProblemType.ILLEGAL_CALL_TRANSITION, () -> call.hangUp("ann"));
        assertRefused(ProblemType.ILLEGAL_CALL_TRANSITION, () -> call.cancel("ann"));
    }

    @Test
    void aConnectedCallIsNotCancelledAndOnlyTheCallerCancels() {
        Call call = aCallOfAnnTo("bob");

        assertRefused(ProblemType.NOT_ALLOWED, () -> call.cancel("bob"));
        accept(call, "bob", "phone");

        assertRefused(ProblemType.ILLEGAL_CALL_TRANSITION, () -> call.cancel("ann"));
    }

    @Test
    void nobodyComesForOneReasonOrAnother() {
        Call unanswered = aCallOfAnnTo("bob", "cid");
        unanswered.expire(List.of("bob", "cid"), List.of());
        Call declined = aCallOfAnnTo("bob", "cid");
        declined.decline("bob");
        declined.expire(List.of("cid"), List.of());

        assertEnded(EndReason.NO_ANSWER, unanswered);
        assertEnded(EndReason.DECLINED, declined);
    }

    @Test
    void whoeverIsBusyIsNotRung() {
        Call call = Call.start(UUID.randomUUID(), ann(), null, "", NOW);
        call.findBusy("bob", "ann");
        call.endIfNobodyRings();

        assertEnded(EndReason.BUSY, call);
        assertEquals(Set.of("ann"), released(call));
    }

    @Test
    void aGroupGoesOnWithoutOneOfThemUntilOneIsLeft() {
        Call call = aCallOfAnnTo("bob", "cid");
        accept(call, "bob", "phone");
        accept(call, "cid", "phone");

        call.hangUp("ann");
        assertEquals(CallState.CONNECTED, call.state());
        call.expire(List.of(), List.of("cid"));

        assertEnded(EndReason.LOST, call);
    }

    @Test
    void somebodyInvitedInTheMiddleKeepsTheCall() {
        Call call = aCallOfAnnTo("bob");
        accept(call, "bob", "phone");
        call.invite("cid", Role.CALLEE, "ann", UNTIL);

        call.hangUp("bob");
        assertEquals(CallState.CONNECTED, call.state());
        accept(call, "cid", "phone");
        call.hangUp("cid");

        assertEnded(EndReason.HANGUP, call);
    }

    @Test
    void whoeverDeclinedMayBeRungAgain() {
        Call call = aCallOfAnnTo("bob", "cid");
        accept(call, "bob", "phone");
        call.decline("cid");
        assertEquals(Set.of("cid"), released(call));

        call.invite("cid", Role.CALLEE, "ann", UNTIL);

        assertEquals(ParticipantState.RINGING, call.find("cid").state());
        assertEquals(Set.of(), released(call));
    }

    @Test
    void anObserverNeitherConnectsNorKeepsACall() {
        Call call = aCallOfAnnTo("bob");
        call.invite("eve", Role.OBSERVER, "ann", UNTIL);
        call.accept(profile("eve"), "desk", null);
        assertEquals(CallState.RINGING, call.state());

        accept(call, "bob", "phone");
        call.hangUp("bob");

        assertEnded(EndReason.HANGUP, call);
    }

    @Test
    void theCallerOfAQueueWaitsAgainWhenAnAgentIsLost() {
        Call call = Call.start(UUID.randomUUID(), ann(), "loans", "", NOW);
        call.invite("mia", Role.AGENT, null, UNTIL);
        accept(call, "mia", "desk");

        call.expire(List.of(), List.of("mia"));
        assertEquals(CallState.QUEUED, call.state());
        call.invite("max", Role.AGENT, null, UNTIL);
        call.decline("max");
        assertEquals(CallState.QUEUED, call.state());
        call.hangUp("ann");

        assertEnded(EndReason.CANCELLED, call);
    }

    @Test
    void aCallerWhoDropsWhileAnAgentIsAskedWaitsOnAndTheAgentIsFree() {
        Call call = Call.start(UUID.randomUUID(), ann(), "loans", "", NOW);
        call.invite("mia", Role.AGENT, null, UNTIL);

        call.expire(List.of(), List.of("ann"));
        assertEquals(CallState.QUEUED, call.state());
        assertEquals(ParticipantState.JOINED, call.find("ann").state());
        assertEquals(ParticipantState.CANCELLED, call.find("mia").state());
        call.expire(List.of(), List.of("ann"));

        assertEnded(EndReason.LOST, call);
    }

    @Test
    void whoeverWaitsInAQueueInvitesNobody() {
        Call call = Call.start(UUID.randomUUID(), ann(), "loans", "", NOW);
        assertRefused(ProblemType.ILLEGAL_CALL_TRANSITION, () -> call.requireMayInvite("ann"));
        call.invite("mia", Role.AGENT, null, UNTIL);
        assertRefused(ProblemType.ILLEGAL_CALL_TRANSITION, () -> call.requireMayInvite("ann"));

        accept(call, "mia", "desk");

        call.requireMayInvite("ann");
        call.requireMayInvite("mia");
    }

    @Test
    void anObserverComesAndGoesAndTheTimelineSaysSo() {
        Call call = aCallOfAnnTo("bob");
        accept(call, "bob", "phone");

        call.observe(profile("sue"), "desk", "sue", 2);
        call.observe(profile("sue"), "desk", "sue", 2);
        call.hangUp("sue");
        call.observe(profile("sue"), "desk", "backend", 2);
        call.hangUp("bob");

        assertEnded(EndReason.HANGUP, call);
        assertEquals(Set.of("ann", "bob"), released(call));
        assertEquals(
                List.of("call.observed", "call.left", "call.observed", "call.left", "call.ended"),
                events(call).subList(3, 8));
        assertRefused(ProblemType.ILLEGAL_CALL_TRANSITION, () -> call.observe(profile("sue"), "desk", "sue", 2));
    }

    @Test
    void whoeverIsCalledBackIsRungWhenAnAgentHasTakenTheCall() {
        Call call = aCallInLoans();
        call.defer("ann", 2);
        assertEquals(Set.of("ann"), released(call));
        call.invite("mia", Role.AGENT, null, UNTIL);

        accept(call, "mia", "desk");
        call.dial(UNTIL);
        assertEquals(CallState.RINGING, call.state());
        assertEquals(ParticipantState.RINGING, call.find("ann").state());
        assertEquals(Set.of(), released(call));
        accept(call, "ann", "phone");

        assertEquals(CallState.CONNECTED, call.state());
        assertEquals(UNTIL, call.find("ann").joinedAt().plusSeconds(45));
    }

    @Test
    void whoeverIsNotReachedAsOftenAsPromisedIsGivenUp() {
        Call call = aCallInLoans();
        call.defer("ann", 2);

        miss(call);
        assertEquals(CallState.QUEUED, call.state());
        assertEquals(ParticipantState.LEFT, call.find("mia").state());
        assertEquals(1, call.find("ann").dialsLeft());
        miss(call);

        assertEnded(EndReason.NO_ANSWER, call);
    }

    @Test
    void ringingThatTheAgentBreaksOffIsNoTry() {
        Call call = aCallInLoans();
        call.defer("ann", 1);
        call.invite("mia", Role.AGENT, null, UNTIL);
        accept(call, "mia", "desk");
        call.dial(UNTIL);

        call.hangUp("mia");

        assertEquals(CallState.QUEUED, call.state());
        assertEquals(1, call.find("ann").dialsLeft());
        assertEquals(ParticipantState.DEFERRED, call.find("ann").state());
    }

    @Test
    void whoeverIsCalledBackMayRefuseOrGiveUp() {
        Call refused = aCallInLoans();
        refused.defer("ann", 3);
        refused.invite("mia", Role.AGENT, null, UNTIL);
        accept(refused, "mia", "desk");
        refused.dial(UNTIL);
        refused.decline("ann");
        Call cancelled = aCallInLoans();
        cancelled.defer("ann", 3);
        cancelled.cancel("ann");

        assertEnded(EndReason.DECLINED, refused);
        assertEnded(EndReason.CANCELLED, cancelled);
        assertRefused(ProblemType.ILLEGAL_CALL_TRANSITION, () -> cancelled.defer("ann", 3));
    }

    @Test
    void aTransferKeepsTheCallAndTheFirstAgentUntilTheOtherHasCome() {
        Call call = aCallOfAnnWithMia();

        call.handTo("mia", "max", UNTIL);
        assertRefused(ProblemType.ILLEGAL_CALL_TRANSITION, () -> call.completeTransfer("mia"));
        accept(call, "max", "desk");
        call.completeTransfer("mia");

        assertEquals(CallState.CONNECTED, call.state());
        assertEquals("completed", call.transferOutcome());
        assertEquals(Set.of("mia"), released(call));
        assertEquals(
                List.of("call.transfer-started", "call.ringing", "call.answered", "call.left", "call.transfer-ended"),
                events(call).subList(4, 9));
        call.hangUp("max");
        assertEnded(EndReason.HANGUP, call);
    }

    @Test
    void anAgentWhoDoesNotTakeOverLeavesTheCallAsItWas() {
        Call call = aCallOfAnnWithMia();

        call.handTo("mia", "max", UNTIL);
        call.decline("max");
        assertEquals("declined", call.transferOutcome());
        call.handTo("mia", "max", UNTIL);
        call.cancelTransfer("mia");
        call.handTo("mia", "max", UNTIL);
        accept(call, "max", "desk");
        call.hangUp("max");

        assertEquals("left", call.transferOutcome());
        assertEquals(CallState.CONNECTED, call.state());
        assertEquals(Set.of("max"), released(call));
    }

    @Test
    void theCallerWaitsWhereSomebodyWasSoughtIfTheAgentGoesBefore() {
        Call call = aCallOfAnnWithMia();
        call.seek("mia", "cards");
        assertEquals("cards", call.soughtIn());

        call.hangUp("mia");

        assertEquals(CallState.QUEUED, call.state());
        assertEquals("cards", call.queue());
        assertEquals("caller-waits", call.transferOutcome());
    }

    @Test
    void theCallerWhoHearsTheOtherAgentRingWaitsAgainIfThatOneDoesNotCome() {
        Call call = aCallOfAnnWithMia();
        call.handTo("mia", "max", UNTIL);
        call.hangUp("mia");
        assertEquals(CallState.CONNECTED, call.state());

        call.expire(List.of("max"), List.of());

        assertEquals(CallState.QUEUED, call.state());
        assertEquals("loans", call.queue());
    }

    @Test
    void agentsAloneAreNoCall() {
        Call call = aCallOfAnnWithMia();
        call.handTo("mia", "max", UNTIL);
        accept(call, "max", "desk");

        call.hangUp("ann");

        assertEnded(EndReason.HANGUP, call);
        assertEquals("call-over", call.transferOutcome());
    }

    @Test
    void onlyTheAgentOfAQueuesCallHandsOverAndOneAtATime() {
        Call call = aCallOfAnnWithMia();
        Call ofTwo = aCallOfAnnTo("bob");
        accept(ofTwo, "bob", "phone");

        assertRefused(ProblemType.ILLEGAL_CALL_TRANSITION, () -> ofTwo.handTo("bob", "max", UNTIL));
        assertRefused(ProblemType.ILLEGAL_CALL_TRANSITION, () -> call.seek("ann", "cards"));
        assertRefused(ProblemType.ILLEGAL_CALL_TRANSITION, () -> call.handTo("mia", "mia", UNTIL));
        call.seek("mia", "cards");
        assertRefused(ProblemType.ILLEGAL_CALL_TRANSITION, () -> call.handTo("mia", "max", UNTIL));
        assertRefused(ProblemType.ILLEGAL_CALL_TRANSITION, () -> call.cancelTransfer("ann"));
    }

    @Test
    void nobodyIsRungBeforeTheCallersStreamIsLive() {
        Call call = Call.start(UUID.randomUUID(), ann(), null, "", NOW);
        call.await("bob", Duration.ofSeconds(30), UNTIL);
        call.endIfNobodyRings();
        assertEquals(List.of("call.created"), events(call));
        assertEquals(addresses("ann").streamId(), call.find("bob").awaitsStream());
        assertRefused(ProblemType.ILLEGAL_CALL_TRANSITION, () -> call.decline("bob"));

        call.hearOfStream(List.of("bob"), List.of());

        assertEquals(NOW.plusSeconds(30), call.find("bob").ringUntil());
        assertEquals(List.of("call.created", "call.ringing"), events(call));
    }

    @Test
    void aStreamThatDoesNotComeEndsTheCallWithoutARing() {
        Call call = Call.start(UUID.randomUUID(), ann(), null, "", NOW);
        call.await("bob", Duration.ofSeconds(30), UNTIL);

        call.hearOfStream(List.of(), List.of("bob"));

        assertEnded(EndReason.NO_STREAM, call);
        assertEquals(Set.of("ann", "bob"), released(call));
        assertEquals(List.of(), journal(call).news());
    }

    @Test
    void theNumbersOfTheEventsHaveNoGap() {
        Call call = aCallOfAnnTo("bob", "cid");
        accept(call, "bob", "phone");
        call.hangUp("bob");
        call.decline("cid");

        assertEnded(EndReason.DECLINED, call);
        assertEquals(
                LongStream.rangeClosed(1, call.row().version()).boxed().toList(),
                journal(call).events().stream().map(Event::seq).toList());
        assertEquals("call.ended", events(call).getLast());
    }

    @Test
    void noMoreListenThanMay() {
        Call call = aCallOfAnnTo("bob");
        call.observe(profile("sue"), "desk", "sue", 1);

        ProblemException refused =
                assertRefused(ProblemType.TOO_MANY_OBSERVERS, () -> call.observe(profile("tom"), "desk", "tom", 1));

        assertEquals("call " + call.id() + " has 1 observers, as many as may be", refused.getMessage());
        call.observe(profile("sue"), "desk", "sue", 1);
        call.hangUp("sue");
        call.observe(profile("tom"), "desk", "tom", 1);
    }

    private static Call aCallOfAnnTo(String... users) {
        Call call = Call.start(UUID.randomUUID(), ann(), null, "", NOW);
        for (String user : users) call.invite(user, Role.CALLEE, "ann", UNTIL);
        return call;
    }

    private static Call aCallInLoans() {
        return Call.start(UUID.randomUUID(), ann(), "loans", "", NOW);
    }

    private static Call aCallOfAnnWithMia() {
        Call call = aCallInLoans();
        call.invite("mia", Role.AGENT, null, UNTIL);
        accept(call, "mia", "desk");
        return call;
    }

    /** An agent takes the call, and the caller does not answer. */
    private static void miss(Call call) {
        call.invite("mia", Role.AGENT, null, UNTIL);
        accept(call, "mia", "desk");
        call.dial(UNTIL);
        call.expire(List.of("ann"), List.of());
    }

    private static Participant ann() {
        return Participant.caller(profile("ann"), "phone", addresses("ann"), NOW);
    }

    private static void accept(Call call, String user, String device) {
        call.accept(profile(user), device, addresses(user));
    }

    private static Journal journal(Call call) {
        return call.change().journal();
    }

    private static Set<String> released(Call call) {
        return call.change().people().released();
    }

    private static List<String> events(Call call) {
        return journal(call).events().stream().map(Event::type).toList();
    }

    private static void assertEnded(EndReason reason, Call call) {
        assertEquals(CallState.ENDED, call.state());
        assertEquals(reason, call.row().reason());
    }

    private static ProblemException assertRefused(ProblemType type, Runnable move) {
        var refused = assertThrows(ProblemException.class, move::run);
        assertEquals(type, refused.type());
        return refused;
    }
}
