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

    private final Stack stack = SharedStack.stack();

    @AfterEach
    void mendTheStack() {
        stack.mend();
    }

    @Test
    void everyAnswerIsExplainedByOneOrderOfWhatHappened() {
        var history = new History(stack, SEED);

        history.goesOnFor(LENGTH);

        assertThat(history.size(), greaterThan(100));
        assertThat(history.firstUnexplained(), is(Optional.empty()));
        new Audit(stack).everythingAgrees();
    }
}
