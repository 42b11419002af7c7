package io.rtcroom.health;

import io.rtcroom.token.StoredRevocations;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Until the revocations are known, nobody's token can be judged. */
@Readiness
@Singleton
class RevocationsCheck implements HealthCheck {
    private final StoredRevocations revocations;

    RevocationsCheck(StoredRevocations revocations) {
        this.revocations = revocations;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("revocations")
                .status(revocations.isLoaded())
                .build();
    }
}
