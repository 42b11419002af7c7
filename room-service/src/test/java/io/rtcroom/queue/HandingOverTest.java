package io.rtcroom.queue;

import static io.rtcroom.Fixtures.PATIENCE;
import static io.rtcroom.Fixtures.atOnce;
import static io.rtcroom.Fixtures.random;
import static io.rtcroom.queue.Hall.assertRefused;
import static io.rtcroom.queue.Hall.free;
import static io.rtcroom.queue.Hall.get;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.rtcroom.agent.Agents;
import io.rtcroom.call.Call;
import io.rtcroom.call.Calls;
import io.rtcroom.problem.ProblemType;
import io.rtcroom.stores.Stores;
import jakarta.inject.Inject;
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
    Hall hall;

    private final String ann = random("ann");
    private String queue;

    @BeforeEach
    void aQueueThatTakesCallersWithoutAgents() {
        queue = hall.aQueue();
    }

    @Test
    void whoeverIsCalledBackNeedNotStayAndIsRungForAnAgent() {
        Entry entry = aCallback();
        assertEquals(0, engagements(ann));
        assertTrue(entry.callback());
        assertFalse(entry.dropped());

        String mia = hall.anAgent("mia", queue);
        await().atMost(PATIENCE).untilAsserted(() -> assertEquals(EntryState.OFFERED, hall.state(entry)));
        hall.answer(entry, mia);

        assertEquals("RINGING", participant(entry, ann));
        assertEquals(1, engagements(ann));
        assertEquals(EntryState.OFFERED, hall.state(entry));
        hall.answer(entry, ann);
        assertEquals(EntryState.SERVED, hall.state(entry));
        assertEquals("BUSY", hall.agent(mia));
        get(calls.hangUp(entry.callId(), ann));
        assertEquals(0, engagements(ann));
        assertEquals("WRAP_UP", hall.agent(mia));
    }

    @Test
    void theTurnOfOneWhoTalksElsewherePassesAndThePlaceStays() {
        Entry entry = aCallback();
        String other = hall.aQueue();
        Entry elsewhere = hall.enter(other, ann);
        String mia = hall.anAgent("mia", queue);
        get(dispatcher.match(queue));
        assertEquals("IDLE", hall.agent(mia));
        assertEquals(EntryState.WAITING, hall.state(entry));

        get(calls.hangUp(elsewhere.callId(), ann));

        await().atMost(PATIENCE).untilAsserted(() -> assertEquals("OFFERED", hall.agent(mia)));
        assertEquals(EntryState.OFFERED, hall.state(entry));
    }

    @Test
    void anAgentIsToldThatTheCallerTalksElsewhereByNow() {
        Entry entry = aCallback();
        String mia = hall.anAgent("mia", queue);
        await().atMost(PATIENCE).untilAsserted(() -> assertEquals("OFFERED", hall.agent(mia)));
        Entry elsewhere = hall.enter(hall.aQueue(), ann);

        assertRefused(ProblemType.USER_ENGAGED, hall.accepting(entry, mia));

        assertEquals("IDLE", hall.agent(mia));
        assertEquals(EntryState.WAITING, hall.state(entry));
        assertEquals(elsewhere.callId(), hall.callOf(ann));
    }

    @Test
    void whoeverIsNotReachedRestsAndIsGivenUpInTheEnd() {
        Entry entry = aCallback();
        String mia = hall.anAgent("mia", queue);
        for (int attempt = 1; attempt <= 3; attempt++) {
            await().atMost(PATIENCE).untilAsserted(() -> assertEquals("OFFERED", hall.agent(mia)));
            hall.answer(entry, mia);
            hall.query(
                    "update call_participant set ring_until = clock_timestamp() where call_id = $1 and user_id = $2",
                    entry.callId(),
                    ann);
            await().atMost(PATIENCE).untilAsserted(() -> assertEquals("WRAP_UP", hall.agent(mia)));
            if (attempt < 3)
                assertEquals(
                        1,
                        hall.count(
                                "select count(*) from queue_entry where id = $1 and state = 'WAITING'"
                                        + " and not_before > clock_timestamp() + interval '30 s'",
                                entry.id()));
            hall.query("update queue_entry set not_before = '-infinity' where id = $1", entry.id());
            hall.query("update agent set ready_at = clock_timestamp() where user_id = $1 and state = 'WRAP_UP'", mia);
        }

        assertEquals(EntryState.ABANDONED, hall.state(entry));
        assertEquals(1, hall.count("select count(*) from call where id = $1 and reason = 'no-answer'", entry.callId()));
        assertEquals(0, engagements(ann));
    }

    @Test
    void oneCallerHasOnePlaceHoweverOftenTheyAskForIt() {
        var outcomes = atOnce(List.<Callable<UUID>>of(
                () -> aCallback().id(), () -> aCallback().id(), () -> aCallback()
                        .id()));

        assertEquals(1, hall.count("select count(*) from queue_entry where queue = $1", queue), outcomes::toString);
    }

    @Test
    void aCallerIsHandedToAnAgentWithinTheSameCall() {
        String mia = hall.anAgent("mia", queue);
        Entry entry = hall.enter(queue, ann);
        hall.answer(entry, mia);
        String max = hall.anAgent("max", queue);

        get(transfers.toAgent(entry.callId(), mia, max));
        assertEquals("OFFERED", hall.agent(max));
        hall.answer(entry, max);
        assertEquals(2, slots(entry));
        get(calls.completeTransfer(entry.callId(), mia));

        assertEquals("WRAP_UP", hall.agent(mia));
        assertEquals("BUSY", hall.agent(max));
        assertEquals(1, slots(entry));
        assertEquals(max, get(entries.require(queue, entry.id())).agent());
        assertEquals(0, engagements(mia));
        get(calls.hangUp(entry.callId(), ann));
        assertEquals(0, slots(entry));
        assertEquals(
                0,
                hall.count("select count(*) from queue_entry where call_id = $1 and left_at is null", entry.callId()));
    }

    @Test
    void aQueueFindsWhoTakesOver() {
        String mia = hall.anAgent("mia", queue);
        Entry entry = hall.enter(queue, ann);
        hall.answer(entry, mia);
        String cards = hall.aQueue();
        get(transfers.toQueue(entry.callId(), mia, cards));
        assertEquals(1, waiting(entry, cards));

        String max = hall.anAgent("max", cards);
        await().atMost(PATIENCE).untilAsserted(() -> assertEquals("OFFERED", hall.agent(max)));
        get(calls.decline(entry.callId(), max, free()));
        assertEquals(1, waiting(entry, cards));
        hall.query("update agent set ready_at = clock_timestamp() where user_id = $1 and state = 'WRAP_UP'", max);
        await().atMost(PATIENCE).untilAsserted(() -> assertEquals("OFFERED", hall.agent(max)));
        hall.answer(entry, max);

        get(calls.cancelTransfer(entry.callId(), mia));
        assertEquals("BUSY", hall.agent(mia));
        assertEquals("WRAP_UP", hall.agent(max));
        assertEquals(1, slots(entry));
        get(agents.close(mia, "closed"));
        assertEquals(EntryState.WAITING, hall.state(entry));
    }

    @Test
    void aCallerWhoseAgentIsLostWhileAnotherIsSoughtWaitsThere() {
        String mia = hall.anAgent("mia", queue);
        Entry entry = hall.enter(queue, ann);
        hall.answer(entry, mia);
        String cards = hall.aQueue();
        get(transfers.toQueue(entry.callId(), mia, cards));

        get(agents.close(mia, "closed"));

        assertEquals(1, waiting(entry, cards));
        assertEquals(
                1,
                hall.count(
                        "select count(*) from call where id = $1 and state = 'QUEUED' and queue = $2",
                        entry.callId(),
                        cards));
        String max = hall.anAgent("max", cards);
        await().atMost(PATIENCE).untilAsserted(() -> assertEquals("OFFERED", hall.agent(max)));
    }

    @Test
    void nobodyIsFoundInTimeAndTheFirstAgentGoesOn() {
        String mia = hall.anAgent("mia", queue);
        Entry entry = hall.enter(queue, ann);
        hall.answer(entry, mia);
        String cards = hall.aQueue();
        get(transfers.toQueue(entry.callId(), mia, cards));

        hall.query("update queue_entry set wait_until = clock_timestamp() where queue = $1", cards);

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertEquals(
                        1,
                        hall.count(
                                "select count(*) from queue_entry where queue = $1 and state = 'TIMED_OUT'", cards)));
        assertEquals("BUSY", hall.agent(mia));
        get(agents.close(mia, "closed"));
        assertEquals(EntryState.WAITING, hall.state(entry));
    }

    @Test
    void agentsWhoAreNotIdleAreNotAskedAndOneOfManyWishesCounts() {
        String mia = hall.anAgent("mia", queue);
        Entry entry = hall.enter(queue, ann);
        hall.answer(entry, mia);
        assertRefused(ProblemType.NOT_ON_DUTY, transfers.toAgent(entry.callId(), mia, random("nobody")));
        String max = hall.anAgent("max", queue);
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
            String mia = hall.anAgent("mia", queue);
            Entry entry = hall.enter(queue, random("ann"));
            hall.answer(entry, mia);
            String max = hall.anAgent("max", queue);
            get(transfers.toAgent(entry.callId(), mia, max));

            atOnce(List.<Callable<Object>>of(
                    () -> get(hall.accepting(entry, max)),
                    () -> get(calls.cancelTransfer(entry.callId(), mia)),
                    () -> get(calls.hangUp(entry.callId(), mia))));

            await().atMost(PATIENCE).untilAsserted(() -> assertNotEquals("BUSY", hall.agent(mia)));
            assertEquals(
                    slots(entry),
                    hall.count(
                            "select count(*) from agent where user_id = any ($1) and state in ('BUSY', 'OFFERED')",
                            (Object) new String[] {mia, max}));
            get(agents.close(max, "closed"));
            if (!callIsOver(entry)) get(calls.hangUp(entry.callId(), entry.caller()));
        }
    }

    private boolean callIsOver(Entry entry) {
        return hall.count("select count(*) from call where id = $1 and state = 'ENDED'", entry.callId()) == 1;
    }

    private Entry aCallback() {
        Entry entry = hall.enter(queue, ann);
        return get(entries.callBack(entry));
    }

    private String participant(Entry entry, String user) {
        return hall.query(
                        "select state from call_participant where call_id = $1 and user_id = $2", entry.callId(), user)
                .iterator()
                .next()
                .getString(0);
    }

    private long engagements(String user) {
        return hall.count("select count(*) from engagement where user_id = $1", user);
    }

    private long slots(Entry entry) {
        return hall.count("select count(*) from agent_slot where call_id = $1", entry.callId());
    }

    private long waiting(Entry entry, String in) {
        return hall.count(
                "select count(*) from queue_entry where call_id = $1 and queue = $2 and state = 'WAITING'",
                entry.callId(),
                in);
    }
}
