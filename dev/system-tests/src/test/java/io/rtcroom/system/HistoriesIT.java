package io.rtcroom.system;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Many short histories, ten at a time, in each of which something breaks. {@code -Drtcroom.histories=1000} has more of
 * them, {@code -Drtcroom.histories.seed} repeats their choices.
 */
@Tag("long")
@ExtendWith(SharedStack.class)
class HistoriesIT {
    private static final int COUNT = Integer.getInteger("rtcroom.histories", 100);
    private static final long SEED = Long.getLong("rtcroom.histories.seed", new Random().nextLong());
    private static final int AT_ONCE = 10;
    private static final int USERS = 9;
    private static final int ROOMS = 2;
    private static final Duration LENGTH = Duration.ofSeconds(6);
    private static final Duration CALM = Duration.ofSeconds(2);

    private final Stack stack = SharedStack.stack();

    @AfterEach
    void mendTheStack() {
        stack.mend();
    }

    @Test
    void everyAnswerOfEachIsExplained() {
        System.out.println("histories from seed " + SEED);
        var breaker = new Breaker(stack, SEED, CALM);
        for (int first = 0; first < COUNT; first += AT_ONCE) {
            long seed = SEED + (long) first * USERS;
            List<History> histories =
                    Parallel.run(AT_ONCE, i -> new History(stack, seed + (long) i * USERS, USERS, ROOMS));

            Parallel.run(AT_ONCE + 1, i -> {
                if (i == AT_ONCE) breaker.breakThingsFor(LENGTH);
                else histories.get(i).goesOnFor(LENGTH);
                return i;
            });

            for (History history : histories) {
                assertThat(history.size(), greaterThan(10));
                assertThat(history.firstUnexplained(), is(Optional.empty()));
            }
            System.out.printf("%d histories are explained%n", first + AT_ONCE);
        }
        new Audit(stack).everythingAgrees();
    }
}
