package io.rtcroom.health;

import io.quarkus.reactive.datasource.ReactiveDataSource;
import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Not ready until PostgreSQL was reached. That it goes away later is said and no more: it is away for all replicas alike, and
 * were all of them unready, nobody would be left to hold beats, nor to tell the others when to come back.
 */
@Readiness
@Singleton
class DatabaseCheck implements AsyncHealthCheck {
    private static final Duration LIMIT = Duration.ofSeconds(1);

    private final Pool pool;
    private volatile boolean reached;

    DatabaseCheck(@ReactiveDataSource("background") Pool pool) {
        this.pool = pool;
    }

    @Override
    public Uni<HealthCheckResponse> call() {
        return pool.query("select 1")
                .execute()
                .ifNoItem()
                .after(LIMIT)
                .fail()
                .map(rows -> {
                    reached = true;
                    return HealthCheckResponse.up("postgresql");
                })
                .onFailure()
                .recoverWithItem(e -> HealthCheckResponse.named("postgresql")
                        .status(reached)
                        .withData("missing", String.valueOf(e.getMessage()))
                        .build());
    }
}
