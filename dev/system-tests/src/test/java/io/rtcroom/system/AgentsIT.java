package io.rtcroom.system;

import static org.awaitility.Awaitility.await;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Callers who wait, and agents who serve them. */
@ExtendWith(SharedStack.class)
class AgentsIT {
    private static final Duration LEASES = Duration.ofSeconds(90);

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
