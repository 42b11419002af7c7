package io.rtcroom.health;

import io.quarkus.reactive.datasource.ReactiveDataSource;
import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** PostgreSQL decides everything here: without it a replica can hold beats and nothing else. */
@Readiness
@Singleton
class DatabaseCheck implements AsyncHealthCheck {
    private static final Duration LIMIT = Duration.ofSeconds(1);

    private final Pool pool;

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
                .map(rows -> HealthCheckResponse.up("postgresql"))
                .onFailure()
                .recoverWithItem(e -> HealthCheckResponse.named("postgresql")
                        .down()
                        .withData("cause", String.valueOf(e.getMessage()))
                        .build());
    }
}
