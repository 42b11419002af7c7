package io.rtcroom.database;

import static io.rtcroom.Fixtures.PATIENCE;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.rtcroom.stores.Stores;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;

/** What the server itself ends, whatever becomes of the replica that asked: it must have been told so. */
@QuarkusTest
@WithTestResource(Stores.class)
class LimitsTest {
    private static final String SETTINGS =
            """
            select current_setting('lock_timeout'), current_setting('statement_timeout'),
                current_setting('idle_in_transaction_session_timeout'), current_setting('enable_seqscan'),
                current_setting('plan_cache_mode')
            """;

    @Inject
    Database requests;

    @Inject
    @Background
    Database background;

    @Test
    void theServerEndsWhatARequestLeavesBehind() {
        assertEquals("4s, 5s, 8s, off, force_generic_plan", settingsOf(requests));
    }

    @Test
    void theServerEndsWhatBackgroundWorkLeavesBehind() {
        assertEquals("4s, 5s, 8s, off, force_generic_plan", settingsOf(background));
    }

    private static String settingsOf(Database database) {
        Row row = database.query(SETTINGS, Tuple.tuple())
                .await()
                .atMost(PATIENCE)
                .iterator()
                .next();
        return "%s, %s, %s, %s, %s"
                .formatted(row.getString(0), row.getString(1), row.getString(2), row.getString(3), row.getString(4));
    }
}
