package io.rtcroom.im;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

@ConfigMapping(prefix = "rtcroom.im")
public interface ImConfig {
    enum Provider {
        BUILT_IN,
        TENCENT
    }

    /** How calls are told to people with old clients. */
    enum Calls {
        OFF,
        /** As the request and response for a co-anchor. */
        LINKMIC
    }

    /** Who carries notifications to old clients: {@code built-in} (nobody) or {@code tencent}. */
    @WithDefault("built-in")
    Provider provider();

    /** The application at the vendor; needed by {@code tencent}. */
    OptionalLong sdkAppId();

    /** The vendor's account that owns the groups and signs our calls. */
    @WithDefault("admin")
    String admin();

    /** The application's secret key (UserSig version 2). */
    Optional<String> secretKey();

    /** The application's private key in PEM (UserSig version 1); used where there is no secret key. */
    Optional<String> privateKey();

    /** Whether those who are called hear of it at the vendor, and callers of the answer: {@code off} or {@code linkmic}. */
    @WithDefault("off")
    Calls calls();

    /** After a join the notification is repeated once, for members who were just joining the group; 0 is off. */
    @WithDefault("2500ms")
    Duration repeatAfter();

    /** Groups served at once by one replica. */
    @WithDefault("16")
    int concurrency();

    /** How long ended rooms and given-up tasks are remembered. */
    @WithDefault("7d")
    Duration retention();

    RetryPolicy retry();

    Tencent tencent();

    interface RetryPolicy {
        /** A task that has not succeeded at this age is given up. */
        @WithDefault("30m")
        Duration budget();

        /** Before the second try; doubled for each further one. */
        @WithDefault("250ms")
        Duration firstPause();

        @WithDefault("10s")
        Duration longestPause();
    }

    interface Tencent {
        /** Regional hosts exist. */
        @WithDefault("https://console.tim.qq.com")
        URI baseUrl();

        /** Calls of one command in a second, of all replicas together. */
        @WithDefault("200")
        int callsPerSecond();

        /** The token that signs the vendor's callbacks; without it they are refused. */
        Optional<String> callbackToken();

        @WithDefault("2s")
        Duration connectTimeout();

        @WithDefault("5s")
        Duration readTimeout();
    }

    /** Longer than any call, so that a lease that ended belongs to a dead process. */
    default Duration lease() {
        return tencent().connectTimeout().plus(tencent().readTimeout()).plusSeconds(3);
    }
}
