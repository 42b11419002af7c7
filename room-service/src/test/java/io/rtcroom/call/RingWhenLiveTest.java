package io.rtcroom.call;

import static io.rtcroom.Fixtures.PATIENCE;
import static io.rtcroom.Fixtures.addresses;
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
import io.rtcroom.stores.Stores;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** Calls that ring once a media server has seen the caller's stream. */
@QuarkusTest
@WithTestResource(Stores.class)
class RingWhenLiveTest {
    @Inject
    Calls calls;

    @Inject
    CallDirectory directory;

    @Inject
    Pool pool;

    private final String ann = random("ann");
    private final String bob = random("bob");

    @Test
    void whoIsCalledRingsAsSoonAsTheStreamIsPublished() {
        UUID call = callWhenLive();
        assertEquals(ParticipantState.PENDING, state(call));

        publish();

        await().atMost(PATIENCE).untilAsserted(() -> assertEquals(ParticipantState.RINGING, state(call)));
        assertEquals(CallState.CONNECTED, get(calls.accept(call, party(bob))).state());
    }

    @Test
    void aStreamThatHasEndedIsNotLive() {
        query(
                "insert into publication (stream_id, server, client_id, confirmed_at, ended_at)"
                        + " values ($1, 'nginx', '0', clock_timestamp(), clock_timestamp())",
                stream());
        UUID call = callWhenLive();

        assertThrows(ProblemException.class, () -> get(calls.decline(call, bob)));
        assertEquals(ParticipantState.PENDING, state(call));
    }

    @Test
    void nobodyRingsIfTheStreamIsNotLiveInTime() {
        UUID call = callWhenLive();

        query(
                "update call_participant set ring_until = clock_timestamp() where call_id = $1 and state = 'PENDING'",
                call);

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertEquals(
                        EndReason.NO_STREAM, get(directory.require(call)).reason()));
        assertEquals(
                List.of("call.created", "call.refused", "call.ended"),
                get(directory.timeline(call)).stream().map(Transition::event).toList());
        assertEquals(0, engaged());
    }

    @Test
    void whoeverCallsBackBeforeTheyRingHasAnswered() {
        UUID call = callWhenLive();

        Call answered = get(calls.invite(party(bob), Set.of(ann), "", Calls.Ringing.USUAL, null));

        assertEquals(call, answered.id());
        assertEquals(CallState.CONNECTED, answered.state());
    }

    /** However long the history is, only those who ring, wait or talk are looked at. */
    @Test
    void theSearchForDeadlinesReadsNoTableThrough() {
        for (String index : List.of("participant_ringing", "participant_pending")) reads(index, CallSweep.DUE);
        reads("participant_joined", LostPeople.DUE);
    }

    @Test
    void callsAreForgottenByTheirAgeWithoutALookAtThoseThatAreKept() {
        List<String> plan = plan(CallSweep.FORGET);

        assertTrue(plan.stream().anyMatch(line -> line.contains("Index Cond: (ended_at < ")), plan::toString);
    }

    private List<String> plan(String statement) {
        String explain = "explain " + statement.replace("$1", "500").replace("$2", "30000");
        return StreamSupport.stream(get(pool.query(explain).execute()).spliterator(), false)
                .map(row -> row.getString(0))
                .toList();
    }

    private void reads(String index, String search) {
        List<String> plan = plan(search);
        assertTrue(plan.stream().noneMatch(line -> line.contains("Seq Scan on call_participant")), plan::toString);
        assertTrue(plan.stream().anyMatch(line -> line.contains(index)), () -> index + " in " + plan);
    }

    private UUID callWhenLive() {
        return get(calls.invite(party(ann), Set.of(bob), "", new Calls.Ringing(null, true), null))
                .id();
    }

    private void publish() {
        query(
                "insert into publication (stream_id, server, client_id, confirmed_at)"
                        + " values ($1, 'nginx', '1', clock_timestamp())",
                stream());
    }

    private String stream() {
        return addresses(ann).streamId();
    }

    private ParticipantState state(UUID call) {
        return get(directory.require(call)).find(bob).state();
    }

    private long engaged() {
        return query("select count(*) from engagement where user_id = any ($1)", (Object) new String[] {ann, bob})
                .iterator()
                .next()
                .getLong(0);
    }

    private static Party party(String user) {
        return new Party(profile(user), "phone", addresses(user));
    }

    private RowSet<Row> query(String sql, Object... parameters) {
        Tuple values = Tuple.tuple();
        for (Object parameter : parameters) values.addValue(parameter);
        return get(pool.preparedQuery(sql).execute(values));
    }

    private static <T> T get(Uni<T> uni) {
        return uni.await().atMost(PATIENCE);
    }
}
