package io.rtcroom.system;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;

import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** {@code -Drtcroom.history.seed} repeats a run's choices, {@code -Drtcroom.history.seconds} makes it longer. */
@ExtendWith(SharedStack.class)
class HistoryIT {
    private static final Duration LENGTH = Duration.ofSeconds(Integer.getInteger("rtcroom.history.seconds", 60));
    private static final long SEED = Long.getLong("rtcroom.history.seed", new Random().nextLong());

    private static final Duration CALM = Duration.ofSeconds(5);
    private static final int USERS = 14;
    private static final int ROOMS = 4;

    private final Stack stack = SharedStack.stack();

    @AfterEach
    void mendTheStack() {
        stack.mend();
    }

    @Test
    void everyAnswerIsExplainedByOneOrderOfWhatHappened() {
        System.out.println("history seed " + SEED);
        var history = new History(stack, SEED, USERS, ROOMS);

        history.goesOnDuring(() -> new Breaker(stack, SEED, CALM).breakThingsFor(LENGTH));

        assertThat(history.size(), greaterThan(100));
        assertThat(history.firstUnexplained(), is(Optional.empty()));
        new Audit(stack).everythingAgrees();
    }
}
