package io.rtcroom.member;

import static io.rtcroom.Fixtures.PATIENCE;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.rtcroom.stores.Stores;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** What renewing costs: the plan, because the time depends on the machine. */
@QuarkusTest
@WithTestResource(Stores.class)
class LeasesTest {
    @Inject
    Pool pool;

    /** The plan that PostgreSQL keeps for the statement takes the arrays for short, whatever their length. */
    @Test
    void aBatchIsNotComparedWithItself() {
        List<String> plan = pool.withTransaction(connection -> connection
                        .query("set local plan_cache_mode = force_generic_plan")
                        .execute()
                        .chain(() -> connection
                                .query("prepare renewal as " + Leases.RENEW)
                                .execute())
                        .chain(() -> connection
                                .query("explain execute renewal ('{}', '{}', '{}', '{}', 20000)")
                                .execute())
                        .call(() -> connection.query("deallocate renewal").execute()))
                .map(lines -> StreamSupport.stream(lines.spliterator(), false)
                        .map(line -> line.getString(0))
                        .toList())
                .await()
                .atMost(PATIENCE);

        assertTrue(plan.stream().anyMatch(line -> line.contains("hashed SubPlan")), plan::toString);
        assertTrue(plan.stream().noneMatch(line -> line.contains("CTE Scan on renewed r")), plan::toString);
    }
}
