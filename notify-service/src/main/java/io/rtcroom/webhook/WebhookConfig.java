package io.rtcroom.webhook;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

@ConfigMapping(prefix = "rtcroom.webhooks")
public interface WebhookConfig {
    /** Whether targets may be plain http. */
    @WithDefault("false")
    boolean allowHttp();

    /** Networks (CIDR) that targets may be in although they are not public. */
    Optional<List<String>> allowedNetworks();

    /** Pauses between tries, each lengthened by up to a fifth; after the last the delivery is given up. */
    @WithDefault("5s,5m,30m,2h,5h,10h,14h,20h,24h")
    List<Duration> schedule();

    /** What a target has to answer within, from the look-up of its name to the last byte. */
    @WithDefault("10s")
    Duration timeout();

    /** Bytes an answer may have. */
    @WithDefault("65536")
    int maxAnswer();

    /** How long a replaced secret still signs, beside the new one. */
    @WithDefault("24h")
    Duration rotation();

    /** Endpoints one API key may have. */
    @WithDefault("50")
    int maxEndpoints();

    /** Deliveries one replica makes at once. */
    @WithDefault("64")
    int concurrency();

    /** Deliveries made at once to one endpoint, by all replicas together. */
    @WithDefault("8")
    int concurrencyPerEndpoint();

    /** How long ended deliveries are remembered. */
    @WithDefault("7d")
    Duration retention();

    /** Longer than any attempt, so that a lease that ended belongs to a dead process. */
    default Duration lease() {
        return timeout().plusSeconds(5);
    }
}
