package io.rtcroom.im;

import io.rtcroom.credential.UserSigIssuer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** The administrator's UserSig, kept while it has half its life before it. */
final class AdminSignature {
    private static final Duration LIFE = Duration.ofDays(1);

    private final UserSigIssuer issuer;
    private final String admin;
    private final Clock clock;
    private String current;
    private Instant renewAt = Instant.MIN;

    AdminSignature(ImConfig config, Clock clock) {
        long sdkAppId = config.sdkAppId()
                .orElseThrow(
                        () -> new IllegalStateException("rtcroom.im.provider=tencent needs rtcroom.im.sdk-app-id"));
        issuer = UserSigIssuer.of(sdkAppId, config.secretKey(), config.privateKey())
                .orElseThrow(() -> new IllegalStateException(
                        "rtcroom.im.provider=tencent needs rtcroom.im.secret-key or rtcroom.im.private-key"));
        admin = config.admin();
        this.clock = clock;
    }

    synchronized String get() {
        Instant now = clock.instant();
        if (!now.isBefore(renewAt)) {
            current = issuer.issue(admin, now, LIFE);
            renewAt = now.plus(LIFE.dividedBy(2));
        }
        return current;
    }

    /** The vendor says it has expired: its clock is not ours. */
    synchronized void forget() {
        renewAt = Instant.MIN;
    }
}
