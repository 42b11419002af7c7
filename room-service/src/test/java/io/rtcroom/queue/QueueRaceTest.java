package io.rtcroom.queue;

import static io.rtcroom.Fixtures.PATIENCE;
import static io.rtcroom.Fixtures.addresses;
import static io.rtcroom.Fixtures.atOnce;
import static io.rtcroom.Fixtures.profile;
import static io.rtcroom.Fixtures.random;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.rtcroom.agent.AgentState;
import io.rtcroom.agent.Agents;
import io.rtcroom.agent.Skills;
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
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Callers, agents and deadlines at the same time, on a real database. */
@QuarkusTest
@WithTestResource(Stores.class)
class QueueRaceTest {
    @Inject
    Queues queues;

    @Inject
    Entries entries;

    @Inject
    Agents agents;

    @Inject
    Offers offers;

    @Inject
    Calls calls;

    @Inject
    Dispatcher dispatcher;

    @Inject
    RoutingGaps gaps;

    @Inject
    QueueConfig config;

    @Inject
    Pool pool;

    private String queue;

    @BeforeEach
    void aQueueThatTakesCallersWithoutAgents() {
        queue = random("q").replace('_', '-');
        put(300, 100);
    }

    @Test
    void theDatabaseKnowsTheSameMovesAsTheCode() {
        Set<String> code = new TreeSet<>();
        for (AgentState from : AgentState.values())
            for (AgentState to : AgentState.values()) if (from.canBecome(to)) code.add("agent " + from + " " + to);
        for (EntryState from : EntryState.values())
            for (EntryState to : EntryState.values()) if (from.canBecome(to)) code.add("entry " + from + " " + to);

        Set<String> database = new TreeSet<>();
        for (Row row :
                query("select machine, from_state, to_state from legal_move where machine in ('agent', 'entry')"))
            database.add(row.getString(0) + " " + row.getString(1) + " " + row.getString(2));

        assertEquals(code, database);
    }

    @Test
    void aCallerIsOfferedToAnIdleAgentAndAnswered() {
        String mia = anAgent("mia");
        Entry entry = enter(random("ann"));

        assertEquals(EntryState.OFFERED, entry.state());
        get(calls.decline(entry.callId(), mia, free()));
        assertEquals(EntryState.WAITING, state(entry));
        get(agents.close(mia, "closed"));

        String max = anAgent("max");
        await().atMost(PATIENCE).untilAsserted(() -> assertEquals(EntryState.OFFERED, state(entry)));
        answer(entry, max);

        assertEquals(EntryState.SERVED, state(entry));
        assertEquals("BUSY", agent(max));
        get(calls.hangUp(entry.callId(), entry.caller()));
        assertEquals("WRAP_UP", agent(max));
        assertEquals(0, slots());
    }

    @Test
    void aPlaceNamesTheAgentAndTheirRoomFromTheOfferOn() {
        Entry entry = enter(random("ann"));
        String mia = anAgent("mia");
        await().atMost(PATIENCE).untilAsserted(() -> assertEquals(EntryState.OFFERED, state(entry)));

        Entry offered = get(entries.require(queue, entry.id()));

        assertNull(entry.agent());
        assertEquals(mia, offered.agent());
        assertEquals(get(agents.require(mia)).roomUid(), offered.roomUid());
        get(calls.hangUp(entry.callId(), entry.caller()));
        assertNull(get(entries.require(queue, entry.id())).agent());
    }

    @Test
    void manyCallersAtOnceGetEachAnAgentOfTheirOwn() {
        List<String> team =
                IntStream.range(0, 5).mapToObj(i -> anAgent("agent" + i)).toList();

        var outcomes = atOnce(IntStream.range(0, 12)
                .<Callable<UUID>>mapToObj(i -> () -> enter(random("caller")).callId())
                .toList());

        assertTrue(outcomes.stream().allMatch(String.class::isInstance), outcomes::toString);
        await().atMost(PATIENCE).untilAsserted(() -> assertEquals(5, slots()));
        assertEquals(7, count("select count(*) from queue_entry where queue = $1 and state = 'WAITING'", queue));
        assertEquals(
                5,
                query("select distinct s.call_id from agent_slot s where s.agent = any ($1)", (Object)
                                team.toArray(String[]::new))
                        .size());
        assertServedInOrder();
    }

    @Test
    void manyWhoNeedMoreDoNotHideWhoStandsBehindThem() {
        put(300, 1000);
        atOnce(IntStream.range(0, config.matchBatch())
                .<Callable<Object>>mapToObj(
                        i -> () -> get(entering(queue, random("borrower"), new Skills(Map.of("loans", 1)))))
                .toList());
        Entry last = enter(random("ann"));

        String mia = anAgent("mia");

        await().atMost(PATIENCE).untilAsserted(() -> assertEquals(EntryState.OFFERED, state(last)));
        assertEquals("OFFERED", agent(mia));
    }

    @Test
    void anIdleAgentIsNoGapForCallersTheyDoNotFit() {
        anAgent("mia");
        Entry borrower = get(entering(queue, random("ann"), new Skills(Map.of("loans", 1))));
        query("update agent set state_since = state_since - interval '1 minute' where state = 'IDLE'");

        assertFalse(get(gaps.measure()).containsKey(queue));
        assertEquals(EntryState.WAITING, state(borrower));
    }

    @Test
    void whoeverComesWhileAMatchRunsIsNotForgotten() {
        for (int round = 0; round < 10; round++) {
            String caller = random("caller");
            String agent = random("agent");

            atOnce(List.<Callable<Object>>of(
                    () -> enter(caller), () -> open(agent), () -> get(dispatcher.match(queue))));

            await().atMost(PATIENCE).untilAsserted(() -> assertEquals("OFFERED", agent(agent)));
            get(agents.close(agent, "closed"));
            get(calls.hangUp(callOf(caller), caller));
        }
    }

    @Test
    void oneOfManyAnswersToAnOfferCounts() {
        String mia = anAgent("mia");
        Entry entry = enter(random("ann"));

        var outcomes = atOnce(List.<Callable<Object>>of(
                () -> answer(entry, mia),
                () -> get(calls.decline(entry.callId(), mia, free())),
                () -> get(calls.hangUp(entry.callId(), entry.caller()))));

        assertTrue(
                outcomes.stream().allMatch(each -> each instanceof String || each instanceof ProblemException),
                outcomes::toString);
        await().atMost(PATIENCE).untilAsserted(() -> assertEquals(0, slots()));
        assertEquals(0, count("select count(*) from engagement where user_id = $1", entry.caller()));
    }

    @Test
    void anAnswerAfterTheOfferHasExpiredIsTooLate() {
        String mia = anAgent("mia");
        Entry entry = enter(random("ann"));
        long offer = count("select number from offer where agent = $1", mia);
        query(
                "update call_participant set ring_until = clock_timestamp() where call_id = $1 and role = 'agent'",
                entry.callId());

        await().atMost(PATIENCE).untilAsserted(() -> assertEquals(EntryState.WAITING, state(entry)));

        assertRefused(ProblemType.OFFER_OVER, offers.decline(offer, mia));
        assertEquals(1, count("select count(*) from offer where number = $1 and outcome = 'EXPIRED'", offer));
    }

    @Test
    void anAgentWhoIsLostLeavesTheCallerAtTheHead() {
        String mia = anAgent("mia");
        Entry first = enter(random("ann"));
        answer(first, mia);
        Entry second = enter(random("bob"));

        query("update agent set lease_until = clock_timestamp() - interval '1 second' where user_id = $1", mia);

        await().atMost(PATIENCE).untilAsserted(() -> assertEquals("CLOSED", agent(mia)));
        assertEquals(EntryState.WAITING, state(first));
        assertEquals(0, get(entries.require(queue, first.id())).ahead());
        assertEquals(1, get(entries.require(queue, second.id())).ahead());
    }

    @Test
    void whoeverMissesThreeOffersIsOffDuty() {
        String mia = anAgent("mia");
        Entry entry = enter(random("ann"));
        for (int miss = 1; miss <= 3; miss++) {
            await().atMost(PATIENCE).untilAsserted(() -> assertEquals("OFFERED", agent(mia)));
            query(
                    "update call_participant set ring_until = clock_timestamp() where call_id = $1 and role = 'agent'",
                    entry.callId());
            await().atMost(PATIENCE).until(() -> !agent(mia).equals("OFFERED"));
            query("update agent set ready_at = clock_timestamp() where user_id = $1 and state = 'WRAP_UP'", mia);
        }

        assertEquals("CLOSED", agent(mia));
        assertEquals(EntryState.WAITING, state(entry));
        assertEquals(0, count("select count(*) from room where held_by = $1", mia));
    }

    @Test
    void nobodyGetsBeforeThoseWhoCameSoLongBeforeHoweverUrgentTheyAre() {
        Entry ordinary = enter(random("ann"));
        Entry urgent = get(entries.prioritise(queue, enter(random("eve")).id(), 9));
        assertEquals(0, urgent.ahead());
        assertEquals(1, get(entries.require(queue, ordinary.id())).ahead());

        Duration reach = config.priorityStep().multipliedBy(9);
        query(
                "update queue_entry set entered_at = entered_at - $2 * interval '1 second',"
                        + " due_at = due_at - $2 * interval '1 second' where id = $1",
                ordinary.id(),
                reach.toSeconds() + 1);

        assertEquals(0, get(entries.require(queue, ordinary.id())).ahead());
        assertEquals(1, get(entries.require(queue, urgent.id())).ahead());
    }

    @Test
    void outcomesOfEnteringAreTyped() {
        put(300, 1);
        enter(random("ann"));
        assertRefused(ProblemType.QUEUE_FULL, entering(queue, random("bob")));

        String closed = random("q").replace('_', '-');
        get(queues.put(settings(closed, 20, 100, List.of(new Hours(1, "00:00", "00:01")), true)));
        boolean isThatMinute = get(queues.require(closed)).isOpen();
        if (!isThatMinute) assertRefused(ProblemType.QUEUE_CLOSED, entering(closed, random("bob")));

        String unstaffed = random("q").replace('_', '-');
        get(queues.put(settings(unstaffed, 20, 100, List.of(), false)));
        assertRefused(ProblemType.NO_AGENT_ON_DUTY, entering(unstaffed, random("bob")));
        assertRefused(ProblemType.NO_SUCH_QUEUE, entering("no-such", random("bob")));
    }

    @Test
    void aWaitThatIsOverEnds() {
        Entry entry = enter(random("ann"));

        query("update queue_entry set wait_until = clock_timestamp() where id = $1", entry.id());

        await().atMost(PATIENCE).untilAsserted(() -> assertEquals(EntryState.TIMED_OUT, state(entry)));
        assertEquals(0, count("select count(*) from engagement where user_id = $1", entry.caller()));
    }

    @Test
    void whoeverDropsKeepsThePlaceForAWhileButIsNotOffered() {
        Entry entry = enter(random("ann"));
        age(entry, 25);
        String mia = anAgent("mia");
        get(dispatcher.match(queue));

        assertEquals("IDLE", agent(mia));
        assertTrue(get(entries.require(queue, entry.id())).dropped());

        age(entry, 30);
        await().atMost(PATIENCE).untilAsserted(() -> assertEquals(EntryState.ABANDONED, state(entry)));
    }

    /** An answered caller never stands behind one who still waits. */
    private void assertServedInOrder() {
        assertEquals(
                0,
                count(
                        "select count(*) from queue_entry w join queue_entry o on o.queue = w.queue"
                                + " where w.queue = $1 and w.state = 'WAITING' and o.state = 'OFFERED'"
                                + " and (w.due_at, w.number) < (o.due_at, o.number)",
                        queue));
    }

    private String anAgent(String name) {
        String id = random(name);
        open(id);
        return id;
    }

    private Object open(String id) {
        return get(agents.open(id, Skills.NONE, List.of(queue), ""));
    }

    private Entry enter(String caller) {
        return get(entering(queue, caller));
    }

    private Uni<Entry> entering(String name, String caller) {
        return entering(name, caller, Skills.NONE);
    }

    private Uni<Entry> entering(String name, String caller, Skills skills) {
        return entries.enter(name, new Party(profile(caller), "phone", addresses(caller)), skills, 0, "");
    }

    /** As the agent's client does, without addresses from url-service. */
    private Object answer(Entry entry, String agent) {
        return get(calls.accept(entry.callId(), new Party(profile(agent), "desk", addresses(agent)), free()));
    }

    private static Calls.Guard free() {
        return connection -> Uni.createFrom().voidItem();
    }

    private EntryState state(Entry entry) {
        return get(entries.require(queue, entry.id())).state();
    }

    private String agent(String id) {
        return query("select state from agent where user_id = $1", id)
                .iterator()
                .next()
                .getString(0);
    }

    private UUID callOf(String caller) {
        return query("select call_id from engagement where user_id = $1", caller)
                .iterator()
                .next()
                .getUUID(0);
    }

    private long slots() {
        return count(
                "select count(*) from agent_slot s join offer o on o.number = s.offer_number where o.queue = $1",
                queue);
    }

    private void put(int offerSeconds, int maxLength) {
        get(queues.put(settings(queue, offerSeconds, maxLength, List.of(), true)));
    }

    private static Queue settings(
            String name, int offerSeconds, int maxLength, List<Hours> hours, boolean acceptsUnstaffed) {
        return new Queue(
                name,
                Strategy.LONGEST_IDLE,
                Skills.NONE,
                List.of(),
                Duration.ofSeconds(offerSeconds),
                Duration.ofSeconds(60),
                Duration.ofMinutes(30),
                maxLength,
                hours,
                ZoneOffset.UTC,
                acceptsUnstaffed,
                Duration.ofSeconds(20),
                null);
    }

    private void age(Entry entry, int seconds) {
        query(
                "update call_participant set lease_until = lease_until - $2 * interval '1 second' where call_id = $1",
                entry.callId(),
                seconds);
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
