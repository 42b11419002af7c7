package io.rtcroom.database;

import static io.rtcroom.Fixtures.PATIENCE;
import static io.rtcroom.Fixtures.atOnce;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.rtcroom.stores.Stores;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Collections;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

/** Work that one replica at a time should do. */
@QuarkusTest
@WithTestResource(Stores.class)
class TurnsTest {
    private static final Duration AN_HOUR = Duration.ofHours(1);

    @Inject
    Turns turns;

    @Inject
    Pool pool;

    private final String work = "work-" + UUID.randomUUID();

    @Test
    void ofAllWhoComeAtOnceOneHasTheTurn() {
        assertEquals(1, turnsOfTwentyAtOnce());
    }

    @Test
    void aTurnEndsByItself() {
        assertTrue(take());
        assertFalse(take());

        pool.preparedQuery("update turn set taken_at = taken_at - interval '1 hour' where work = $1")
                .execute(Tuple.of(work))
                .await()
                .atMost(PATIENCE);

        assertEquals(1, turnsOfTwentyAtOnce());
    }

    private long turnsOfTwentyAtOnce() {
        return Collections.frequency(atOnce(Collections.<Callable<Boolean>>nCopies(20, this::take)), "true");
    }

    private boolean take() {
        return turns.take(work, AN_HOUR).await().atMost(PATIENCE);
    }
}
