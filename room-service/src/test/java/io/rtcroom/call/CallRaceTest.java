package io.rtcroom.call;

import static io.rtcroom.Fixtures.PATIENCE;
import static io.rtcroom.Fixtures.addresses;
import static io.rtcroom.Fixtures.atOnce;
import static io.rtcroom.Fixtures.profile;
import static io.rtcroom.Fixtures.random;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.rtcroom.call.Calls.Party;
import io.rtcroom.problem.ProblemException;
import io.rtcroom.problem.ProblemType;
import io.rtcroom.stores.Stores;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Many at once on a real database: a race has one winner, and what is left behind says so. */
@QuarkusTest
@WithTestResource(Stores.class)
class CallRaceTest {
    private static final int ROUNDS = 20;

    @Inject
    Calls calls;

    @Inject
    CallDirectory directory;

    @Inject
    CallBeats beats;

    @Inject
    CallConfig config;

    @Inject
    Pool pool;

    private final String ann = random("ann");
    private final String bob = random("bob");

    @Test
    void theDatabaseKnowsTheSameMovesAsTheCode() {
        Set<String> code = new TreeSet<>();
        for (CallState from : CallState.values())
            for (CallState to : CallState.values()) if (from.canBecome(to)) code.add("call " + from + " " + to);
        for (ParticipantState from : ParticipantState.values())
            for (ParticipantState to : ParticipantState.values())
                if (from.canBecome(to)) code.add("participant " + from + " " + to);

        Set<String> database = new TreeSet<>();
        for (Row row :
                query("select machine, from_state, to_state from legal_move where machine in ('call', 'participant')"))
            database.add(row.getString(0) + " " + row.getString(1) + " " + row.getString(2));

        assertEquals(code, database);
    }

    @Test
    void theDatabaseRefusesAnIllegalMove() {
        UUID call = ring().id();
        get(calls.hangUp(call, ann));

        var refused = assertThrows(
                Exception.class,
                () -> query("update call set state = 'RINGING', reason = null, ended_at = null where id = $1", call));

        assertTrue(refused.getMessage().contains("a call does not go from ENDED to RINGING"), refused.getMessage());
    }

    @Test
    void twoWhoCallEachOtherAtOnceAreInOneCall() {
        for (int round = 0; round < ROUNDS; round++) {
            String one = random("one");
            String two = random("two");

            var outcomes =
                    atOnce(List.<Callable<UUID>>of(() -> get(invite(one, two)).id(), () -> get(invite(two, one))
                            .id()));

            assertEquals(1, outcomes.stream().distinct().count(), outcomes::toString);
            Call call =
                    get(directory.require(UUID.fromString(outcomes.getFirst().toString())));
            assertEquals(CallState.CONNECTED, call.state());
        }
    }

    @Test
    void oneOfManyDevicesAnswers() {
        UUID call = ring().id();

        var outcomes = atOnce(IntStream.range(0, 20)
                .<Callable<Call>>mapToObj(i -> () -> get(calls.accept(call, party(bob, "device" + i))))
                .toList());

        assertEquals(1, outcomes.stream().filter(String.class::isInstance).count());
        assertEquals(19, count(outcomes, ProblemType.ANSWERED_ELSEWHERE));
    }

    @Test
    void oneOfManyCallersReachesAndTheOthersHearBusy() {
        List<String> callers =
                IntStream.range(0, 20).mapToObj(i -> random("caller")).toList();

        var outcomes = atOnce(callers.stream()
                .<Callable<CallState>>map(
                        caller -> () -> get(invite(caller, bob)).state())
                .toList());

        assertEquals(1, outcomes.stream().filter("RINGING"::equals).count(), outcomes::toString);
        assertEquals(19, outcomes.stream().filter("ENDED"::equals).count(), outcomes::toString);
        assertEquals(2, engaged(bob, callers));
    }

    @Test
    void anAnswerAndAHangUpMeetAtOneLock() {
        for (int round = 0; round < ROUNDS; round++) {
            String one = random("one");
            String two = random("two");
            UUID call = get(invite(one, two)).id();

            atOnce(List.<Callable<Object>>of(
                    () -> get(calls.accept(call, party(two, "phone"))), () -> get(calls.hangUp(call, one))));

            assertEquals(CallState.ENDED, get(directory.require(call)).state());
            assertEquals(0, engaged(one, List.of(two)));
            assertWhole(call);
        }
    }

    @Test
    void anAnswerAfterTheRingIsOverIsTooLate() {
        UUID call = ring().id();
        query(
                "update call_participant set ring_until = clock_timestamp() where call_id = $1 and user_id = '" + bob
                        + "'",
                call);

        assertRefused(ProblemType.ILLEGAL_CALL_TRANSITION, calls.accept(call, party(bob, "phone")));

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertEquals(
                        EndReason.NO_ANSWER, get(directory.require(call)).row().reason()));
        assertEquals(0, engaged(ann, List.of(bob)));
        assertWhole(call);
    }

    @Test
    void somebodySilentIsLostAndABeatPreventsIt() {
        UUID call = ring().id();
        get(calls.accept(call, party(bob, "phone")));
        age(call, ann, 15);
        get(beats.beat(call, ann));
        age(call, ann, 15);

        age(call, bob, 21);

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertEquals(
                        EndReason.LOST, get(directory.require(call)).row().reason()));
        assertEquals(
                ParticipantState.LOST, get(directory.require(call)).find(bob).state());
        assertRefused(ProblemType.NOT_IN_CALL, beats.beat(call, bob));
    }

    @Test
    void aRepeatedInviteIsTheSameCall() {
        CallKey key = new CallKey(random("key"), "call bob");

        var outcomes = atOnce(IntStream.range(0, 10)
                .<Callable<UUID>>mapToObj(
                        i -> () -> get(calls.invite(party(ann, "phone"), Set.of(bob), "", Calls.Ringing.USUAL, key))
                                .id())
                .toList());

        assertEquals(1, outcomes.stream().distinct().count(), outcomes::toString);
        assertRefused(ProblemType.IDEMPOTENCY_KEY_REUSED, directory.repeated(ann, new CallKey(key.key(), "call eve")));
        assertRefused(ProblemType.USER_ENGAGED, invite(ann, random("eve")));
    }

    @Test
    void aGroupIsFullAtItsLimit() {
        UUID call = ring().id();
        get(calls.accept(call, party(bob, "phone")));
        Set<String> four = new TreeSet<>(
                IntStream.range(0, 4).mapToObj(i -> random("more")).toList());

        Call full = get(calls.inviteMore(call, bob, four, null));

        assertEquals(6, full.seatsTaken());
        assertRefused(ProblemType.CALL_FULL, calls.inviteMore(call, ann, Set.of(random("one")), null));
        get(calls.inviteMore(call, ann, Set.of(bob), null));
    }

    @Test
    void asManyListenAsMayHoweverManyWantToAtOnce() {
        UUID call = ring().id();
        int most = config.maxObservers();

        var outcomes = atOnce(IntStream.range(0, most + 10)
                .<Callable<UUID>>mapToObj(i -> () -> get(calls.observe(call, profile(random("sue")), "desk", "key"))
                        .id())
                .toList());

        assertEquals(10, count(outcomes, ProblemType.TOO_MANY_OBSERVERS), outcomes::toString);
        assertEquals(
                most,
                get(directory.require(call)).participants().stream()
                        .filter(Participant::listens)
                        .count());
    }

    /** The timeline, the outbox and the version are one sequence. */
    private void assertWhole(UUID call) {
        List<Transition> timeline = get(directory.timeline(call));
        Call now = get(directory.require(call));
        assertEquals(
                IntStream.rangeClosed(1, timeline.size())
                        .mapToObj(i -> (long) i)
                        .toList(),
                timeline.stream().map(Transition::seq).toList());
        assertEquals(now.row().version(), timeline.getLast().seq());
        assertEquals(now.state(), timeline.getLast().state());
        assertEquals("call.ended", timeline.getLast().event());
    }

    private Call ring() {
        return get(invite(ann, bob));
    }

    private Uni<Call> invite(String from, String to) {
        return calls.invite(party(from, "phone"), Set.of(to), "", Calls.Ringing.USUAL, null);
    }

    private static Party party(String user, String device) {
        return new Party(profile(user), device, addresses(user));
    }

    private long engaged(String user, List<String> others) {
        List<String> users = new ArrayList<>(others);
        users.add(user);
        return get(pool.preparedQuery("select count(*) from engagement where user_id = any ($1)")
                        .execute(Tuple.of(users.toArray(String[]::new))))
                .iterator()
                .next()
                .getLong(0);
    }

    private void age(UUID call, String user, int seconds) {
        get(pool.preparedQuery("update call_participant set lease_until = lease_until - $3 * interval '1 second'"
                        + " where call_id = $1 and user_id = $2")
                .execute(Tuple.of(call, user, seconds)));
    }

    private Iterable<Row> query(String sql, Object... parameters) {
        return get(pool.preparedQuery(sql).execute(Tuple.from(List.of(parameters))));
    }

    private static long count(List<Object> outcomes, ProblemType type) {
        return outcomes.stream()
                .filter(outcome -> outcome instanceof ProblemException problem && problem.type() == type)
                .count();
    }

    private static void assertRefused(ProblemType type, Uni<?> call) {
        assertEquals(type, assertThrows(ProblemException.class, () -> get(call)).type());
    }

    private static <T> T get(Uni<T> uni) {
        return uni.await().atMost(PATIENCE);
    }
}
