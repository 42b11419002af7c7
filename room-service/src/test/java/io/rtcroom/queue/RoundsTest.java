package io.rtcroom.queue;

import static io.rtcroom.Fixtures.PATIENCE;
import static io.rtcroom.Fixtures.atOnce;
import static io.rtcroom.Fixtures.random;
import static io.rtcroom.queue.Hall.get;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.rtcroom.agent.Agents;
import io.rtcroom.agent.Skills;
import io.rtcroom.database.Database;
import io.rtcroom.problem.ProblemException;
import io.rtcroom.problem.ProblemType;
import io.rtcroom.stores.Stores;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whom a round of matching chooses, whom it leaves alone, and what happens to queues and shifts at the same time. */
@QuarkusTest
@WithTestResource(Stores.class)
class RoundsTest {
    @Inject
    Queues queues;

    @Inject
    Entries entries;

    @Inject
    Agents agents;

    @Inject
    Dispatcher dispatcher;

    @Inject
    Database database;

    @Inject
    Hall hall;

    private String queue;

    @BeforeEach
    void aQueueThatTakesCallersWithoutAgents() {
        queue = hall.aQueue();
    }

    /** Else another queue's round would find them held, each time both are matched. */
    @Test
    void aRoundLocksNobodyWhomItDoesNotNeed() {
        String mia = hall.anAgent("mia", queue);
        get(hall.entering(queue, random("borrower"), new Skills(Map.of("loans", 1))));
        String before = lockOf(mia);

        assertEquals(0, get(dispatcher.match(queue)));

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
    void insteadOfWhomAnotherHoldsTheNextIsTaken() {
        String mia = hall.anAgent("mia", queue);
        String jon = hall.anAgent("jon", queue);

        Entry entry = get(database.transaction(connection -> connection
                .preparedQuery("select from agent where user_id = $1 for update")
                .execute(Tuple.of(mia))
                .chain(() -> hall.entering(queue, random("ann"), Skills.NONE))));

        assertEquals(jon, entry.agent());
        assertEquals("IDLE", hall.agent(mia));
    }

    @Test
    void nobodyIsOfferedTheirOwnCall() {
        String mia = random("mia");
        Entry own = get(entries.callBack(hall.enter(queue, mia)));
        Entry behind = get(entries.callBack(hall.enter(queue, random("ann"))));

        hall.open(mia, queue);

        await().atMost(PATIENCE).untilAsserted(() -> assertEquals(EntryState.OFFERED, hall.state(behind)));
        assertEquals(EntryState.WAITING, hall.state(own));
    }

    @Test
    void whoeverListensToACallIsNotOfferedItAndOthersAre() {
        Entry entry = hall.enter(queue, random("ann"));
        String mia = random("mia");
        hall.query(
                """
                insert into call_participant (call_id, user_id, role, state, user_name, user_avatar, invited_at, lease_until)
                values ($1, $2, 'observer', 'JOINED', '', '', clock_timestamp(), 'infinity')
                """,
                entry.callId(),
                mia);
        hall.open(mia, queue);
        String jon = hall.anAgent("jon", queue);

        await().atMost(PATIENCE).untilAsserted(() -> assertEquals(EntryState.OFFERED, hall.state(entry)));
        assertEquals(jon, get(entries.require(queue, entry.id())).agent());
    }

    @Test
    void whatOneCallerAsksForBesidesTheQueueStopsNobodyElse() {
        Map<String, Integer> twenty =
                IntStream.range(0, 20).boxed().collect(Collectors.toMap(i -> "skill-" + i, i -> 1));
        hall.query("update queue set skills = '{\"loans\":1}' where name = $1", queue);
        Entry demanding = get(hall.entering(queue, random("ann"), new Skills(twenty)));
        Entry behind = hall.enter(queue, random("bob"));

        get(agents.open(random("mia"), new Skills(Map.of("loans", 1)), List.of(queue), ""));

        // Sooner than either is given up for their silence.
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertEquals(EntryState.OFFERED, hall.state(behind)));
        assertEquals(EntryState.WAITING, hall.state(demanding));
    }

    @Test
    void aQueueIsNotRemovedUnderWhoeverIsComing() {
        for (int round = 0; round < 20; round++) {
            String name = hall.aQueue();
            String ann = random("ann");

            atOnce(List.<Callable<Object>>of(
                    () -> hall.enter(name, ann), () -> get(queues.remove(name).replaceWith("removed"))));

            boolean isThere = hall.count("select count(*) from queue where name = $1", name) == 1;
            boolean waits = hall.count("select count(*) from queue_entry where queue = $1 and live", name) == 1;
            assertEquals(waits, isThere);
        }
    }

    @Test
    void theFirstShiftIsBegunOnce() {
        for (int round = 0; round < 10; round++) {
            String mia = random("mia");

            var outcomes = atOnce(IntStream.range(0, 4)
                    .<Callable<Object>>mapToObj(i -> () -> hall.open(mia, queue))
                    .toList());

            assertEquals(
                    3, outcomes.stream().filter(RoundsTest::saysThatItIsOpen).count(), outcomes::toString);
            assertEquals(1, hall.count("select count(*) from room where held_by = $1", mia));
            assertFalse(hall.count("select version from agent where user_id = $1", mia) > 1);
        }
    }

    private static boolean saysThatItIsOpen(Object outcome) {
        return outcome instanceof ProblemException refused && refused.type() == ProblemType.AGENT_OPEN;
    }
}
