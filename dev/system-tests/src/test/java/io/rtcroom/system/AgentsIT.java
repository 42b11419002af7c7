package io.rtcroom.system;

import static org.awaitility.Awaitility.await;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;

import java.io.IOException;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Callers who wait, and agents who serve them. {@code -Drtcroom.agents.callers=1000 -Drtcroom.agents.agents=100} has more of
 * them, {@code -Drtcroom.agents.seed} repeats a run's choices (not its timing).
 */
@ExtendWith(SharedStack.class)
class AgentsIT {
    private static final Duration LEASES = Duration.ofSeconds(90);

    private static final Duration CALM = Duration.ofSeconds(4);
    private static final int CALLERS = Integer.getInteger("rtcroom.agents.callers", 150);
    private static final int AGENTS = Integer.getInteger("rtcroom.agents.agents", 15);
    private static final long SEED = Long.getLong("rtcroom.agents.seed", new Random().nextLong());

    private final Stack stack = SharedStack.stack();

    /** As a bank would see it, with clients of both kinds. */
    @Test
    void aBankServesItsCallersInTheirOrder() throws IOException, InterruptedException {
        nobodyElseIsThere("default");

        var demo = new ProcessBuilder(
                        RepositoryRoot.resolve("rtcroom").toString(), "demo", "agents", "--origin", stack.origin())
                .redirectErrorStream(true)
                .start();
        String said = new String(demo.getInputStream().readAllBytes());

        assertThat(said, demo.waitFor(), is(0));
        assertThat(said, containsString("Everybody was served, in their order."));
    }

    /** With requests in flight, hang-ups, refusals, and agents who fall silent. */
    @Test
    @Tag("long")
    void callersAreServedOnceAndInOrderThoughReplicasDie() throws ExecutionException, InterruptedException {
        System.out.println("agents seed " + SEED);
        try (CallCentre centre = CallCentre.open(stack, CALLERS, AGENTS, SEED);
                GapWatch gaps = GapWatch.of(stack.database(), centre.queue())) {
            for (int round = 0; centre.hasCallers(); round++) {
                LockSupport.parkNanos(CALM.toNanos());
                String replica = "room-service-" + (1 + round % 2);
                stack.kill(replica);
                stack.start(replica);
            }
            centre.finish();
            new ServiceAudit(centre).everythingHolds();
            var figures = new FiguresAudit(stack.database(), centre.queue());
            figures.everythingIsCounted();
            System.out.println(figures.gaps());
            System.out.println(gaps.seen());
        }
    }

    @AfterEach
    void mendTheStack() {
        stack.mend();
    }

    /** Those whom other tests left behind are gone once their leases are over. */
    private void nobodyElseIsThere(String queue) {
        await().atMost(LEASES)
                .until(() -> stack.database()
                                .number("select (select count(*) from room.queue_entry where queue = '" + queue
                                        + "' and left_at is null) + (select count(*) from room.agent_queue q"
                                        + " join room.agent a on a.user_id = q.user_id"
                                        + " where q.queue = '" + queue + "' and a.state <> 'CLOSED')")
                        == 0);
    }
}
