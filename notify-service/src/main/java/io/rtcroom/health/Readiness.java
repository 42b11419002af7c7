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
 * Not ready until PostgreSQL and Kafka were reached and the revocations are known. What goes away later is missing and no
 * more: it is away for all replicas alike, and were all of them unready, nobody would be left for the streams that are open,
 * for what is stored, nor to tell the others when to come back.
 */
@org.eclipse.microprofile.health.Readiness
@Singleton
class Readiness implements AsyncHealthCheck {
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Pool pool;
    private final RevocationFeed revocations;
    private final KafkaNews news;
    private final Assignment assignment;
    private volatile boolean started;

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
        if (missing.isEmpty()) started = true;
        return HealthCheckResponse.named("dependencies")
                .status(started)
                .withData("missing", String.join(", ", missing))
                .build();
    }
}
