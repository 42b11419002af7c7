package io.rtcroom.database;

import static io.restassured.RestAssured.get;
import static io.rtcroom.Fixtures.PATIENCE;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.rtcroom.problem.Outage;
import io.rtcroom.stores.Stores;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** Requests that have taken every connection of theirs. */
@QuarkusTest
@WithTestResource(Stores.class)
class BackgroundTest {
    @Inject
    Pool requests;

    @Inject
    Database database;

    @Inject
    @Background
    Database background;

    @ConfigProperty(name = "quarkus.datasource.reactive.max-size")
    int connections;

    @Test
    void waitingRequestsAreRefusedAndBackgroundWorkGoesOn() {
        List<SqlConnection> taken = new ArrayList<>();
        try {
            // The relay holds one of them.
            for (int i = 1; i < connections; i++)
                taken.add(requests.getConnection().await().atMost(PATIENCE));

            Throwable refused = assertThrows(RuntimeException.class, () -> numberFrom(database));

            assertTrue(Outage.isOutage(refused), refused::toString);
            assertEquals(1, numberFrom(background));
            get("/q/health/ready").then().statusCode(200).body("status", is("UP"));
        } finally {
            taken.forEach(connection -> connection.close().await().atMost(PATIENCE));
        }

        assertEquals(1, numberFrom(database));
    }

    private static int numberFrom(Database database) {
        return database.query("select 1", Tuple.tuple())
                .await()
                .atMost(PATIENCE)
                .iterator()
                .next()
                .getInteger(0);
    }
}
