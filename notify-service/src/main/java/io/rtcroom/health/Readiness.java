package io.rtcroom.health;

import io.rtcroom.credential.RevocationFeed;
import io.rtcroom.inbox.Assignment;
import io.rtcroom.stream.KafkaNews;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.health.HealthCheckResponse;

/**
 * Not ready until Kafka was reached and the revocations are known, nor while PostgreSQL is away. That Kafka goes away
 * later is no reason: what is stored can be read, and events wait where they are.
 */
@org.eclipse.microprofile.health.Readiness
@Singleton
class Readiness implements AsyncHealthCheck {
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Pool pool;
    private final RevocationFeed revocations;
    private final KafkaNews news;
    private final Assignment assignment;

    Readiness(Pool pool, RevocationFeed revocations, KafkaNews news, @Identifier("room-events") Assignment assignment) {
        this.pool = pool;
        this.revocations = revocations;
        this.news = news;
        this.assignment = assignment;
    }

    @Override
    public Uni<HealthCheckResponse> call() {
        return pool.query("select 1")
                .execute()
                .ifNoItem()
                .after(PATIENCE)
                .fail()
                .map(rows -> true)
                .onFailure()
                .recoverWithItem(false)
                .map(this::answer);
    }

    private HealthCheckResponse answer(boolean postgres) {
        List<String> missing = new ArrayList<>();
        if (!postgres) missing.add("postgresql");
        if (!assignment.hasJoined()) missing.add("kafka room-events group");
        if (!news.isAssigned()) missing.add("kafka room-events news");
        if (!revocations.isLoaded()) missing.add("revocations");
        return HealthCheckResponse.named("dependencies")
                .status(missing.isEmpty())
                .withData("missing", String.join(", ", missing))
                .build();
    }
}
