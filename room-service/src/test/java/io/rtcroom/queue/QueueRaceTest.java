package io.rtcroom.queue;

import static io.rtcroom.Fixtures.PATIENCE;
import static io.rtcroom.Fixtures.atOnce;
import static io.rtcroom.Fixtures.random;
import static io.rtcroom.queue.Hall.assertRefused;
import static io.rtcroom.queue.Hall.free;
import static io.rtcroom.queue.Hall.get;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.rtcroom.agent.AgentState;
import io.rtcroom.agent.Agents;
import io.rtcroom.agent.Skills;
import io.rtcroom.call.Calls;
import io.rtcroom.database.Database;
import io.rtcroom.problem.ProblemException;
import io.rtcroom.problem.ProblemType;
import io.rtcroom.stores.Stores;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Callers, agents and deadlines at the same time, on a real database. */
@QuarkusTest
@WithTestResource(Stores.class)
class QueueRaceTest {
    private static final String RESTED = "update agent set ready_at = clock_timestamp() where user_id = any ($1)";

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
    Database database;

    @Inject
    QueueConfig config;

    @Inject
    Hall hall;

    private String queue;

    @BeforeEach
    void aQueueThatTakesCallersWithoutAgents() {
        queue = hall.aQueue();
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
                hall.query("select machine, from_state, to_state from legal_move where machine in ('agent', 'entry')"))
            database.add(row.getString(0) + " " + row.getString(1) + " " + row.getString(2));

        assertEquals(code, database);
    }

    @Test
    void aCallerIsOfferedToAnIdleAgentAndAnswered() {
        String mia = hall.anAgent("mia", queue);
        Entry entry = hall.enter(queue, random("ann"));

        assertEquals(EntryState.OFFERED, entry.state());
        get(calls.decline(entry.callId(), mia, free()));
        assertEquals(EntryState.WAITING, hall.state(entry));
        get(agents.close(mia, "closed"));

        String max = hall.anAgent("max", queue);
        await().atMost(PATIENCE).untilAsserted(() -> assertEquals(EntryState.OFFERED, hall.state(entry)));
        hall.answer(entry, max);

        assertEquals(EntryState.SERVED, hall.state(entry));
        assertEquals("BUSY", hall.agent(max));
        get(calls.hangUp(entry.callId(), entry.caller()));
        assertEquals("WRAP_UP", hall.agent(max));
        assertEquals(0, slots());
    }

    @Test
    void onlyWhoRestsIsReadyAtWill() {
        String mia = hall.anAgent("mia", queue);
        Entry entry = hall.enter(queue, random("ann"));
        assertRefused(ProblemType.ILLEGAL_AGENT_TRANSITION, agents.ready(mia));
        hall.answer(entry, mia);
        assertRefused(ProblemType.ILLEGAL_AGENT_TRANSITION, agents.ready(mia));

        get(calls.hangUp(entry.callId(), entry.caller()));

        assertEquals("WRAP_UP", hall.agent(mia));
        get(agents.ready(mia));
        assertEquals("IDLE", hall.agent(mia));
        get(agents.close(mia, "closed"));
        assertRefused(ProblemType.ILLEGAL_AGENT_TRANSITION, agents.ready(mia));
    }

    @Test
    void aPlaceNamesTheAgentAndTheirRoomFromTheOfferOn() {
        Entry entry = hall.enter(queue, random("ann"));
        String mia = hall.anAgent("mia", queue);
        await().atMost(PATIENCE).untilAsserted(() -> assertEquals(EntryState.OFFERED, hall.state(entry)));

        Entry offered = get(entries.require(queue, entry.id()));

        assertNull(entry.agent());
        assertEquals(mia, offered.agent());
        assertEquals(get(agents.require(mia)).roomUid(), offered.roomUid());
        get(calls.hangUp(entry.callId(), entry.caller()));
        assertNull(get(entries.require(queue, entry.id())).agent());
    }

    @Test
    void manyCallersAtOnceGetEachAnAgentOfTheirOwn() {
        List<String> team = IntStream.range(0, 5)
                .mapToObj(i -> hall.anAgent("agent" + i, queue))
                .toList();

        var outcomes = atOnce(IntStream.range(0, 12)
                .<Callable<UUID>>mapToObj(
                        i -> () -> hall.enter(queue, random("caller")).callId())
                .toList());

        assertTrue(outcomes.stream().allMatch(String.class::isInstance), outcomes::toString);
        await().atMost(PATIENCE).untilAsserted(() -> assertEquals(5, slots()));
        assertEquals(7, hall.count("select count(*) from queue_entry where queue = $1 and state = 'WAITING'", queue));
        assertEquals(
                5,
                hall.query("select distinct s.call_id from agent_slot s where s.agent = any ($1)", (Object)
                                team.toArray(String[]::new))
                        .size());
        assertServedInOrder();
    }

    @Test
    void aTeamThatIsReadyAtOnceServesThoseWhoAreStillThere() {
        String[] team = aTeamThatWrapsUp();
        List<Entry> waiting = IntStream.range(0, 30)
                .mapToObj(i -> hall.enter(queue, random("caller")))
                .toList();
        List<Callable<Object>> atOnce = new ArrayList<>();
        atOnce.add(() -> hall.query(RESTED, (Object) team));
        for (Entry entry : waiting.subList(0, 10)) atOnce.add(() -> get(calls.hangUp(entry.callId(), entry.caller())));

        var outcomes = atOnce(atOnce);

        assertTrue(outcomes.stream().allMatch(String.class::isInstance), outcomes::toString);
        // Whose caller hung up after the offer serves the next one.
        await().atMost(PATIENCE).untilAsserted(() -> assertEquals(20, slots()));
        assertEquals(
                20, hall.count("select count(distinct call_id) from agent_slot where agent = any ($1)", (Object) team));
        assertEquals(0, hall.count("select count(*) from queue_entry where queue = $1 and state = 'WAITING'", queue));
    }

    @Test
    void theOffersOfARoundAreMadeInTheOrderOfThePlaces() {
        String[] team = aTeamThatWrapsUp();
        for (int i = 0; i < 20; i++) hall.enter(queue, random("caller"));

        // Idle for longer or shorter as it comes, so that the order of the pairs is nobody's name's.
        hall.query(
                "update agent set state = 'IDLE', ready_at = null,"
                        + " state_since = clock_timestamp() - random() * interval '1 minute' where user_id = any ($1)",
                (Object) team);
        get(dispatcher.match(queue));

        await().atMost(PATIENCE).untilAsserted(() -> assertEquals(20, slots()));
        assertEquals(
                0,
                hall.count(
                        "select count(*) from offer a join queue_entry e on e.id = a.entry_id"
                                + " join queue_entry f on f.queue = e.queue join offer b on b.entry_id = f.id"
                                + " where e.queue = $1 and e.number < f.number"
                                + " and (a.number, a.offered_at) > (b.number, b.offered_at)",
                        queue));
    }

    @Test
    void whoCannotBeWokenKeepsNobodyElseFromIt() {
        String broken = hall.anAgent("max", queue);
        String mia = hall.anAgent("mia", queue);
        hall.wrapUp(broken);
        hall.wrapUp(mia);
        hall.query("update agent set skills = '{' where user_id = $1", broken);
        try {
            hall.query(RESTED, (Object) new String[] {broken, mia});

            await().atMost(PATIENCE).untilAsserted(() -> assertEquals("IDLE", hall.agent(mia)));
            assertEquals("WRAP_UP", hall.agent(broken));
        } finally {
            hall.query("delete from agent where user_id = $1", broken);
        }
    }

    @Test
    void manyWhoNeedMoreDoNotHideWhoStandsBehindThem() {
        hall.aQueue(queue, 300, 1000, List.of(), true);
        atOnce(IntStream.range(0, config.matchBatch())
                .<Callable<Object>>mapToObj(
                        i -> () -> get(hall.entering(queue, random("borrower"), new Skills(Map.of("loans", 1)))))
                .toList());
        Entry last = hall.enter(queue, random("ann"));

        String mia = hall.anAgent("mia", queue);

        await().atMost(PATIENCE).untilAsserted(() -> assertEquals(EntryState.OFFERED, hall.state(last)));
        assertEquals("OFFERED", hall.agent(mia));
    }

    @Test
    void whoeverComesWhileAMatchRunsIsNotForgotten() {
        for (int round = 0; round < 10; round++) {
            String caller = random("caller");
            String agent = random("agent");

            atOnce(List.<Callable<Object>>of(
                    () -> hall.enter(queue, caller),
                    () -> hall.open(agent, queue),
                    () -> get(dispatcher.match(queue))));

            await().atMost(PATIENCE).untilAsserted(() -> assertEquals("OFFERED", hall.agent(agent)));
            get(agents.close(agent, "closed"));
            get(calls.hangUp(hall.callOf(caller), caller));
        }
    }

    /** Were the agent first, the two would wait for each other until the database failed one of them. */
    @Test
    void aBeatOfAnAgentWaitsForTheirCallBeforeItHoldsTheAgent() {
        String mia = hall.anAgent("mia", queue);
        Entry entry = hall.enter(queue, random("ann"));
        hall.answer(entry, mia);

        CompletionStage<Void> beat = get(database.transaction(connection -> connection
                .preparedQuery("select from call_participant where call_id = $1 and user_id = $2 for update")
                .execute(Tuple.of(entry.callId(), mia))
                .map(locked -> agents.beat(mia).subscribeAsCompletionStage())
                .call(() -> somebodyWaitsIn("call_beat"))
                .call(() -> connection
                        .preparedQuery("select from agent where user_id = $1 for update nowait")
                        .execute(Tuple.of(mia)))));

        get(Uni.createFrom().completionStage(beat));
    }

    private Uni<?> somebodyWaitsIn(String statement) {
        return database.query(
                        "select count(*) from pg_stat_activity where wait_event_type = 'Lock' and query like $1",
                        Tuple.of("%" + statement + "%"))
                .map(rows -> rows.iterator().next().getLong(0))
                .repeat()
                .until(waiting -> waiting > 0)
                .collect()
                .last();
    }

    @Test
    void whoeverIsEngagedElsewhereWhileARoundChoosesThemIsPassedOver() {
        String mia = hall.anAgent("mia", queue);
        String jon = hall.anAgent("jon", queue);
        UUID elsewhere = hall.enter(hall.aQueue(), random("bob")).callId();

        CompletionStage<Entry> entered = get(database.transaction(connection -> connection
                .preparedQuery("insert into engagement (user_id, call_id) values ($1, $2)")
                .execute(Tuple.of(mia, elsewhere))
                .map(engaged -> hall.entering(queue, random("ann"), Skills.NONE).subscribeAsCompletionStage())
                .call(() -> somebodyWaitsIn("insert into engagement"))));

        assertEquals(jon, get(Uni.createFrom().completionStage(entered)).agent());
        assertEquals("IDLE", hall.agent(mia));
    }

    @Test
    void aRoundWithoutCallersLocksNobody() {
        String mia = hall.anAgent("mia", queue);
        String before = lockOf(mia);

        get(dispatcher.match(queue));

        assertEquals(before, lockOf(mia));
    }

    /** The transaction that was the last to lock the agent. */
    private String lockOf(String agent) {
        return hall.query("select xmax::text from agent where user_id = $1", agent)
                .iterator()
                .next()
                .getString(0);
    }

    @Test
    void oneOfManyAnswersToAnOfferCounts() {
        String mia = hall.anAgent("mia", queue);
        Entry entry = hall.enter(queue, random("ann"));

        var outcomes = atOnce(List.<Callable<Object>>of(
                () -> hall.answer(entry, mia),
                () -> get(calls.decline(entry.callId(), mia, free())),
                () -> get(calls.hangUp(entry.callId(), entry.caller()))));

        assertTrue(
                outcomes.stream().allMatch(each -> each instanceof String || each instanceof ProblemException),
                outcomes::toString);
        await().atMost(PATIENCE).untilAsserted(() -> assertEquals(0, slots()));
        assertEquals(0, hall.count("select count(*) from engagement where user_id = $1", entry.caller()));
    }

    @Test
    void anAnswerAfterTheOfferHasExpiredIsTooLate() {
        String mia = hall.anAgent("mia", queue);
        Entry entry = hall.enter(queue, random("ann"));
        long offer = hall.count("select number from offer where agent = $1", mia);
        hall.query(
                "update call_participant set ring_until = clock_timestamp() where call_id = $1 and role = 'agent'",
                entry.callId());

        await().atMost(PATIENCE).untilAsserted(() -> assertEquals(EntryState.WAITING, hall.state(entry)));

        assertRefused(ProblemType.OFFER_OVER, offers.decline(offer, mia));
        assertEquals(1, hall.count("select count(*) from offer where number = $1 and outcome = 'EXPIRED'", offer));
    }

    @Test
    void anAgentWhoIsLostLeavesTheCallerAtTheHead() {
        String mia = hall.anAgent("mia", queue);
        Entry first = hall.enter(queue, random("ann"));
        hall.answer(first, mia);
        Entry second = hall.enter(queue, random("bob"));

        hall.query("update agent set lease_until = clock_timestamp() - interval '1 second' where user_id = $1", mia);

        await().atMost(PATIENCE).untilAsserted(() -> assertEquals("CLOSED", hall.agent(mia)));
        assertEquals(EntryState.WAITING, hall.state(first));
        assertEquals(0, get(entries.require(queue, first.id())).ahead());
        assertEquals(1, get(entries.require(queue, second.id())).ahead());
    }

    @Test
    void whoeverMissesThreeOffersIsOffDuty() {
        String mia = hall.anAgent("mia", queue);
        Entry entry = hall.enter(queue, random("ann"));
        for (int miss = 1; miss <= 3; miss++) {
            await().atMost(PATIENCE).untilAsserted(() -> assertEquals("OFFERED", hall.agent(mia)));
            hall.query(
                    "update call_participant set ring_until = clock_timestamp() where call_id = $1 and role = 'agent'",
                    entry.callId());
            await().atMost(PATIENCE).until(() -> !hall.agent(mia).equals("OFFERED"));
            hall.query("update agent set ready_at = clock_timestamp() where user_id = $1 and state = 'WRAP_UP'", mia);
        }

        assertEquals("CLOSED", hall.agent(mia));
        assertEquals(EntryState.WAITING, hall.state(entry));
        assertEquals(0, hall.count("select count(*) from room where held_by = $1", mia));
    }

    @Test
    void nobodyGetsBeforeThoseWhoCameSoLongBeforeHoweverUrgentTheyAre() {
        Entry ordinary = hall.enter(queue, random("ann"));
        Entry urgent =
                get(entries.prioritise(queue, hall.enter(queue, random("eve")).id(), 9));
        assertEquals(0, urgent.ahead());
        assertEquals(1, get(entries.require(queue, ordinary.id())).ahead());

        Duration reach = config.priorityStep().multipliedBy(9);
        hall.query(
                "update queue_entry set entered_at = entered_at - $2 * interval '1 second',"
                        + " due_at = due_at - $2 * interval '1 second' where id = $1",
                ordinary.id(),
                reach.toSeconds() + 1);

        assertEquals(0, get(entries.require(queue, ordinary.id())).ahead());
        assertEquals(1, get(entries.require(queue, urgent.id())).ahead());
    }

    @Test
    void outcomesOfEnteringAreTyped() {
        hall.aQueue(queue, 300, 1, List.of(), true);
        hall.enter(queue, random("ann"));
        assertRefused(ProblemType.QUEUE_FULL, hall.entering(queue, random("bob"), Skills.NONE));

        String closed = Hall.aName();
        hall.aQueue(closed, 20, 100, List.of(new Hours(1, "00:00", "00:01")), true);
        boolean isThatMinute = get(queues.require(closed)).isOpen();
        if (!isThatMinute) assertRefused(ProblemType.QUEUE_CLOSED, hall.entering(closed, random("bob"), Skills.NONE));

        String unstaffed = Hall.aName();
        hall.aQueue(unstaffed, 20, 100, List.of(), false);
        assertRefused(ProblemType.NO_AGENT_ON_DUTY, hall.entering(unstaffed, random("bob"), Skills.NONE));
        assertRefused(ProblemType.NO_SUCH_QUEUE, hall.entering("no-such", random("bob"), Skills.NONE));
    }

    @Test
    void aWaitThatIsOverEnds() {
        Entry entry = hall.enter(queue, random("ann"));

        hall.query("update queue_entry set wait_until = clock_timestamp() where id = $1", entry.id());

        await().atMost(PATIENCE).untilAsserted(() -> assertEquals(EntryState.TIMED_OUT, hall.state(entry)));
        assertEquals(0, hall.count("select count(*) from engagement where user_id = $1", entry.caller()));
    }

    @Test
    void whoeverDropsKeepsThePlaceForAWhileButIsNotOffered() {
        Entry entry = hall.enter(queue, random("ann"));
        age(entry, 25);
        String mia = hall.anAgent("mia", queue);
        get(dispatcher.match(queue));

        assertEquals("IDLE", hall.agent(mia));
        assertTrue(get(entries.require(queue, entry.id())).dropped());

        age(entry, 30);
        await().atMost(PATIENCE).untilAsserted(() -> assertEquals(EntryState.ABANDONED, hall.state(entry)));
    }

    private String[] aTeamThatWrapsUp() {
        String[] team = IntStream.range(0, 20)
                .mapToObj(i -> hall.anAgent("agent" + i, queue))
                .toArray(String[]::new);
        for (String agent : team) hall.wrapUp(agent);
        return team;
    }

    /** An answered caller never stands behind one who still waits. */
    private void assertServedInOrder() {
        assertEquals(
                0,
                hall.count(
                        "select count(*) from queue_entry w join queue_entry o on o.queue = w.queue"
                                + " where w.queue = $1 and w.state = 'WAITING' and o.state = 'OFFERED'"
                                + " and (w.due_at, w.number) < (o.due_at, o.number)",
                        queue));
    }

    private long slots() {
        return hall.count(
                "select count(*) from agent_slot s join offer o on o.number = s.offer_number where o.queue = $1",
                queue);
    }

    private void age(Entry entry, int seconds) {
        hall.query(
                "update call_participant set lease_until = lease_until - $2 * interval '1 second' where call_id = $1",
                entry.callId(),
                seconds);
    }
}
