package io.rtcroom.history;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.rtcroom.fixture.Database;
import io.rtcroom.stores.Stores;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;

/** What the server itself ends, whatever becomes of the replica that asked: it must have been told so. */
@QuarkusTest
@WithTestResource(Stores.class)
class LimitsTest {
    @Inject
    Database database;

    @Test
    void theServerEndsWhatAReplicaLeavesBehind() {
        Row row = database.query(
                        """
                        select current_setting('lock_timeout'), current_setting('idle_in_transaction_session_timeout'),
                            current_setting('transaction_timeout'), current_setting('enable_seqscan'),
                            current_setting('plan_cache_mode')
                        """)
                .getFirst();

        assertEquals(
                "4s, 5s, 8s, off, force_generic_plan",
                "%s, %s, %s, %s, %s"
                        .formatted(
                                row.getString(0),
                                row.getString(1),
                                row.getString(2),
                                row.getString(3),
                                row.getString(4)));
    }
}
