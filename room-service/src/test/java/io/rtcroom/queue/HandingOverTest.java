package io.rtcroom.queue;

import static io.rtcroom.Fixtures.PATIENCE;
import static io.rtcroom.Fixtures.addresses;
import static io.rtcroom.Fixtures.atOnce;
import static io.rtcroom.Fixtures.profile;
import static io.rtcroom.Fixtures.random;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.rtcroom.agent.Agents;
import io.rtcroom.agent.Skills;
import io.rtcroom.call.Call;
import io.rtcroom.call.Calls;
import io.rtcroom.call.Calls.Party;
import io.rtcroom.problem.ProblemException;
import io.rtcroom.problem.ProblemType;
import io.rtcroom.stores.Stores;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Being called back and being handed over, on a real database: places, slots and engagements follow the call. */
@QuarkusTest
@WithTestResource(Stores.class)
class HandingOverTest {
    @Inject
    Queues queues;

    @Inject
    Entries entries;

    @Inject
    Agents agents;

    @Inject
    Calls calls;

    @Inject
    Dispatcher dispatcher;

    @Inject
    Transfers transfers;

    @Inject
    Pool pool;

    private final String ann = random("ann");
    private String queue;

    @BeforeEach
    void aQueueThatTakesCallersWithoutAgents() {
        queue = aQueue();
    }

    @Test
    void whoeverIsCalledBackNeedNotStayAndIsRungForAnAgent() {
        Entry entry = aCallback();
        assertEquals(0, engagements(ann));
        assertTrue(entry.callback());
        assertFalse(entry.dropped());

        String mia = anAgent("mia", queue);
        await().atMost(PATIENCE).untilAsserted(() -> assertEquals(EntryState.OFFERED, state(entry)));
        answer(entry, mia);

        assertEquals("RINGING", participant(entry, ann));
        assertEquals(1, engagements(ann));
        assertEquals(EntryState.OFFERED, state(entry));
        answer(entry, ann);
        assertEquals(EntryState.SERVED, state(entry));
        assertEquals("BUSY", agent(mia));
        get(calls.hangUp(entry.callId(), ann));
        assertEquals(0, engagements(ann));
        assertEquals("WRAP_UP", agent(mia));
    }

    @Test
    void theTurnOfOneWhoTalksElsewherePassesAndThePlaceStays() {
        Entry entry = aCallback();
        String other = aQueue();
        Entry elsewhere = enter(other, ann);
        String mia = anAgent("mia", queue);
        get(dispatcher.match(queue));
        assertEquals("IDLE", agent(mia));
        assertEquals(EntryState.WAITING, state(entry));

        get(calls.hangUp(elsewhere.callId(), ann));

        await().atMost(PATIENCE).untilAsserted(() -> assertEquals("OFFERED", agent(mia)));
        assertEquals(EntryState.OFFERED, state(entry));
    }

    @Test
    void anAgentIsToldThatTheCallerTalksElsewhereByNow() {
        Entry entry = aCallback();
        String mia = anAgent("mia", queue);
        await().atMost(PATIENCE).untilAsserted(() -> assertEquals("OFFERED", agent(mia)));
        Entry elsewhere = enter(aQueue(), ann);

        assertRefused(ProblemType.USER_ENGAGED, accepting(entry, mia));

        assertEquals("IDLE", agent(mia));
        assertEquals(EntryState.WAITING, state(entry));
        assertEquals(elsewhere.callId(), callOf(ann));
    }

    @Test
    void whoeverIsNotReachedRestsAndIsGivenUpInTheEnd() {
        Entry entry = aCallback();
        String mia = anAgent("mia", queue);
        for (int attempt = 1; attempt <= 3; attempt++) {
            await().atMost(PATIENCE).untilAsserted(() -> assertEquals("OFFERED", agent(mia)));
            answer(entry, mia);
            query(
                    "update call_participant set ring_until = clock_timestamp() where call_id = $1 and user_id = $2",
                    entry.callId(),
                    ann);
            await().atMost(PATIENCE).untilAsserted(() -> assertEquals("WRAP_UP", agent(mia)));
            if (attempt < 3)
                assertEquals(
                        1,
                        count(
                                "select count(*) from queue_entry where id = $1 and state = 'WAITING'"
                                        + " and not_before > clock_timestamp() + interval '30 s'",
                                entry.id()));
            query("update queue_entry set not_before = '-infinity' where id = $1", entry.id());
            query("update agent set ready_at = clock_timestamp() where user_id = $1 and state = 'WRAP_UP'", mia);
        }

        assertEquals(EntryState.ABANDONED, state(entry));
        assertEquals(1, count("select count(*) from call where id = $1 and reason = 'no-answer'", entry.callId()));
        assertEquals(0, engagements(ann));
    }

    @Test
    void oneCallerHasOnePlaceHoweverOftenTheyAskForIt() {
        var outcomes = atOnce(List.<Callable<UUID>>of(
                () -> aCallback().id(), () -> aCallback().id(), () -> aCallback()
                        .id()));

        assertEquals(1, count("select count(*) from queue_entry where queue = $1", queue), outcomes::toString);
    }

    @Test
    void aCallerIsHandedToAnAgentWithinTheSameCall() {
        String mia = anAgent("mia", queue);
        Entry entry = enter(queue, ann);
        answer(entry, mia);
        String max = anAgent("max", queue);

        get(transfers.toAgent(entry.callId(), mia, max));
        assertEquals("OFFERED", agent(max));
        answer(entry, max);
        assertEquals(2, slots(entry));
        get(calls.completeTransfer(entry.callId(), mia));

        assertEquals("WRAP_UP", agent(mia));
        assertEquals("BUSY", agent(max));
        assertEquals(1, slots(entry));
        assertEquals(max, get(entries.require(queue, entry.id())).agent());
        assertEquals(0, engagements(mia));
        get(calls.hangUp(entry.callId(), ann));
        assertEquals(0, slots(entry));
        assertEquals(
                0, count("select count(*) from queue_entry where call_id = $1 and left_at is null", entry.callId()));
    }

    @Test
    void aQueueFindsWhoTakesOver() {
        String mia = anAgent("mia", queue);
        Entry entry = enter(queue, ann);
        answer(entry, mia);
        String cards = aQueue();
        get(transfers.toQueue(entry.callId(), mia, cards));
        assertEquals(1, waiting(entry, cards));

        String max = anAgent("max", cards);
        await().atMost(PATIENCE).untilAsserted(() -> assertEquals("OFFERED", agent(max)));
        get(calls.decline(entry.callId(), max, free()));
        assertEquals(1, waiting(entry, cards));
        query("update agent set ready_at = clock_timestamp() where user_id = $1 and state = 'WRAP_UP'", max);
        await().atMost(PATIENCE).untilAsserted(() -> assertEquals("OFFERED", agent(max)));
        answer(entry, max);

        get(calls.cancelTransfer(entry.callId(), mia));
        assertEquals("BUSY", agent(mia));
        assertEquals("WRAP_UP", agent(max));
        assertEquals(1, slots(entry));
        get(agents.close(mia, "closed"));
        assertEquals(EntryState.WAITING, state(entry));
    }

    @Test
    void aCallerWhoseAgentIsLostWhileAnotherIsSoughtWaitsThere() {
        String mia = anAgent("mia", queue);
        Entry entry = enter(queue, ann);
        answer(entry, mia);
        String cards = aQueue();
        get(transfers.toQueue(entry.callId(), mia, cards));

        get(agents.close(mia, "closed"));

        assertEquals(1, waiting(entry, cards));
        assertEquals(
                1,
                count(
                        "select count(*) from call where id = $1 and state = 'QUEUED' and queue = $2",
                        entry.callId(),
                        cards));
        String max = anAgent("max", cards);
        await().atMost(PATIENCE).untilAsserted(() -> assertEquals("OFFERED", agent(max)));
    }

    @Test
    void nobodyIsFoundInTimeAndTheFirstAgentGoesOn() {
        String mia = anAgent("mia", queue);
        Entry entry = enter(queue, ann);
        answer(entry, mia);
        String cards = aQueue();
        get(transfers.toQueue(entry.callId(), mia, cards));

        query("update queue_entry set wait_until = clock_timestamp() where queue = $1", cards);

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertEquals(
                        1, count("select count(*) from queue_entry where queue = $1 and state = 'TIMED_OUT'", cards)));
        assertEquals("BUSY", agent(mia));
        get(agents.close(mia, "closed"));
        assertEquals(EntryState.WAITING, state(entry));
    }

    @Test
    void agentsWhoAreNotIdleAreNotAskedAndOneOfManyWishesCounts() {
        String mia = anAgent("mia", queue);
        Entry entry = enter(queue, ann);
        answer(entry, mia);
        assertRefused(ProblemType.NOT_ON_DUTY, transfers.toAgent(entry.callId(), mia, random("nobody")));
        String max = anAgent("max", queue);
        get(agents.takeBreak(max, "lunch"));
        assertRefused(ProblemType.ILLEGAL_AGENT_TRANSITION, transfers.toAgent(entry.callId(), mia, max));
        assertEquals(0, engagements(max));
        get(agents.ready(max));

        var outcomes = atOnce(List.<Callable<Call>>of(
                () -> get(transfers.toAgent(entry.callId(), mia, max)),
                () -> get(transfers.toAgent(entry.callId(), mia, max)),
                () -> get(transfers.toQueue(entry.callId(), mia, queue))));

        assertEquals(1, outcomes.stream().filter(String.class::isInstance).count(), outcomes::toString);
    }

    @Test
    void anAnswerAndACancelOfATransferMeetAtTheCall() {
        for (int round = 0; round < 10; round++) {
            String mia = anAgent("mia", queue);
            Entry entry = enter(queue, random("ann"));
            answer(entry, mia);
            String max = anAgent("max", queue);
            get(transfers.toAgent(entry.callId(), mia, max));

            atOnce(List.<Callable<Object>>of(
                    () -> get(accepting(entry, max)),
                    () -> get(calls.cancelTransfer(entry.callId(), mia)),
                    () -> get(calls.hangUp(entry.callId(), mia))));

            await().atMost(PATIENCE).untilAsserted(() -> assertNotEquals("BUSY", agent(mia)));
            assertEquals(
                    slots(entry),
                    count(
                            "select count(*) from agent where user_id = any ($1) and state in ('BUSY', 'OFFERED')",
                            (Object) new String[] {mia, max}));
            get(agents.close(max, "closed"));
            if (!callIsOver(entry)) get(calls.hangUp(entry.callId(), entry.caller()));
        }
    }

    private boolean callIsOver(Entry entry) {
        return count("select count(*) from call where id = $1 and state = 'ENDED'", entry.callId()) == 1;
    }

    private Entry aCallback() {
        Entry entry = enter(queue, ann);
        return get(entries.callBack(entry));
    }

    private String aQueue() {
        String name = random("q").replace('_', '-');
        get(queues.put(new Queue(
                name,
                Strategy.LONGEST_IDLE,
                Skills.NONE,
                List.of(),
                Duration.ofSeconds(300),
                Duration.ofSeconds(60),
                Duration.ofMinutes(30),
                100,
                List.of(),
                ZoneOffset.UTC,
                true,
                Duration.ofSeconds(20),
                null)));
        return name;
    }

    private String anAgent(String name, String of) {
        String id = random(name);
        get(agents.open(id, Skills.NONE, List.of(of), ""));
        return id;
    }

    private Entry enter(String name, String caller) {
        return get(entries.enter(name, new Party(profile(caller), "phone", addresses(caller)), Skills.NONE, 0, ""));
    }

    private void answer(Entry entry, String user) {
        get(accepting(entry, user));
    }

    private Uni<Call> accepting(Entry entry, String user) {
        return calls.accept(entry.callId(), new Party(profile(user), "desk", addresses(user)), free());
    }

    private static Calls.Guard free() {
        return connection -> Uni.createFrom().voidItem();
    }

    private EntryState state(Entry entry) {
        return get(entries.require(entry.queue(), entry.id())).state();
    }

    private String agent(String id) {
        return query("select state from agent where user_id = $1", id)
                .iterator()
                .next()
                .getString(0);
    }

    private String participant(Entry entry, String user) {
        return query("select state from call_participant where call_id = $1 and user_id = $2", entry.callId(), user)
                .iterator()
                .next()
                .getString(0);
    }

    private UUID callOf(String user) {
        return query("select call_id from engagement where user_id = $1", user)
                .iterator()
                .next()
                .getUUID(0);
    }

    private long engagements(String user) {
        return count("select count(*) from engagement where user_id = $1", user);
    }

    private long slots(Entry entry) {
        return count("select count(*) from agent_slot where call_id = $1", entry.callId());
    }

    private long waiting(Entry entry, String in) {
        return count(
                "select count(*) from queue_entry where call_id = $1 and queue = $2 and state = 'WAITING'",
                entry.callId(),
                in);
    }

    private long count(String sql, Object... parameters) {
        return query(sql, parameters).iterator().next().getLong(0);
    }

    private RowSet<Row> query(String sql, Object... parameters) {
        Tuple values = Tuple.tuple();
        for (Object parameter : parameters) values.addValue(parameter);
        return get(pool.preparedQuery(sql).execute(values));
    }

    private static void assertRefused(ProblemType type, Uni<?> call) {
        assertEquals(type, assertThrows(ProblemException.class, () -> get(call)).type());
    }

    private static <T> T get(Uni<T> uni) {
        return uni.await().atMost(PATIENCE);
    }
}
