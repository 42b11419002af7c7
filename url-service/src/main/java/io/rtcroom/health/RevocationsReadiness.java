package io.rtcroom.health;

import io.rtcroom.credential.RevocationFeed;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Before the revocations are read, a token that was revoked would be let in. Losing Kafka later makes nothing unready. */
@Readiness
@Singleton
class RevocationsReadiness implements HealthCheck {
    private final RevocationFeed feed;

    RevocationsReadiness(RevocationFeed feed) {
        this.feed = feed;
    }

    @Override
    public HealthCheckResponse call() {
        var response = HealthCheckResponse.named("revocations").status(feed.isLoaded());
        if (!feed.isLoaded())
            response.withData("reason", "the topic revocations has not been read in full since the start");
        return response.build();
    }
}
