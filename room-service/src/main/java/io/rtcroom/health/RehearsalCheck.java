package io.rtcroom.health;

import io.rtcroom.address.Rehearsal;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** A replica that has just started takes requests once it has tried its way to url-service, successfully or not. */
@Readiness
@Singleton
class RehearsalCheck implements HealthCheck {
    private final Rehearsal rehearsal;

    RehearsalCheck(Rehearsal rehearsal) {
        this.rehearsal = rehearsal;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("rehearsal").status(rehearsal.isOver()).build();
    }
}
