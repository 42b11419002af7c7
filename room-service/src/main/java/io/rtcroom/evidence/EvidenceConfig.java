package io.rtcroom.evidence;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;
import java.time.Duration;

/** What a live stream is worth to a member whose app is silent. Public, or its constraints go unread. */
@ConfigMapping(prefix = "rtcroom.evidence")
public interface EvidenceConfig {
    /** A stream that was said to be live within this time renews leases as often as it takes. */
    @WithDefault("60s")
    Duration confirmedWithin();

    /** How often one that has not been heard of since renews them: perhaps nobody is left to report its end. */
    @WithDefault("6")
    @Min(0) int unconfirmedRescues();

    /** Whether url-service has a vendor to ask which streams are live, where no hook tells. */
    @WithDefault("false")
    boolean liveApi();

    /** How long a publish is remembered after its end, and after it was last heard of. */
    @WithDefault("24h")
    Duration retention();
}
