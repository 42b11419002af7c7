package io.rtcroom.health;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.PoolOptions;
import java.net.ServerSocket;
import java.time.Duration;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.junit.jupiter.api.Test;

class DatabaseCheckTest {
    private final Vertx vertx = Vertx.vertx();

    @Test
    void aReplicaThatNeverReachedTheDatabaseIsNotReady() throws Exception {
        int nobody;
        try (ServerSocket socket = new ServerSocket(0)) {
            nobody = socket.getLocalPort();
        }
        var options = new PgConnectOptions().setHost("127.0.0.1").setPort(nobody);
        Pool pool = Pool.pool(vertx, options, new PoolOptions());
        try {
            var answer = new DatabaseCheck(pool).call().await().atMost(Duration.ofSeconds(5));

            assertEquals(Status.DOWN, answer.getStatus());
        } finally {
            pool.closeAndAwait();
            vertx.closeAndAwait();
        }
    }
}
