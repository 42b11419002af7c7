package io.rtcroom.queue;

import static io.rtcroom.Fixtures.random;
import static io.rtcroom.queue.Hall.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.rtcroom.agent.Skills;
import io.rtcroom.call.CallBeats;
import io.rtcroom.database.Database;
import io.rtcroom.stores.Stores;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is a gap, and what is not. */
@QuarkusTest
@WithTestResource(Stores.class)
class RoutingGapsTest {
    @Inject
    RoutingGaps gaps;

    @Inject
    Queues queues;

    @Inject
    CallBeats beats;

    @Inject
    Database database;

    @Inject
    Hall hall;

    private String queue;

    @BeforeEach
    void aQueueThatTakesCallersWithoutAgents() {
        queue = hall.aQueue();
    }

    @Test
    void anIdleAgentIsNoGapForCallersTheyDoNotFit() {
        hall.anAgent("mia", queue);
        Entry borrower = get(hall.entering(queue, random("ann"), new Skills(Map.of("loans", 1))));
        hall.query("update agent set state_since = state_since - interval '1 minute' where state = 'IDLE'");

        assertFalse(get(gaps.measure()).containsKey(queue));
        assertEquals(EntryState.WAITING, hall.state(borrower));
    }

    /** The queue is held, so that nobody brings the two together meanwhile. */
    @Test
    void theTimeInWhichACallerHadDroppedOutIsNoGap() {
        Entry entry = hall.enter(queue, random("ann"));
        hall.query(
                "update call_participant set lease_until = clock_timestamp() - interval '1 second' where call_id = $1",
                entry.callId());
        hall.query("update queue_entry set entered_at = entered_at - interval '1 minute' where id = $1", entry.id());
        String mia = hall.anAgent("mia", queue);
        hall.query("update agent set state_since = state_since - interval '1 minute' where user_id = $1", mia);

        Duration gap = get(database.transaction(connection -> queues.lock(connection, queue)
                        .chain(() -> beats.beat(entry.callId(), entry.caller()))
                        .chain(gaps::measure)))
                .get(queue);

        assertTrue(gap.toSeconds() < 30, gap::toString);
    }
}
