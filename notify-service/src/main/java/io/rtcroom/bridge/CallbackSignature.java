package io.rtcroom.bridge;

import io.rtcroom.credential.Sha256;
import io.rtcroom.im.ImConfig;
import io.rtcroom.problem.ProblemException;
import io.rtcroom.problem.ProblemType;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The signature of the vendor's callbacks: {@code Sign} is the hex SHA-256 of the token and {@code RequestTime}, an epoch
 * second, and nothing else of the request; so it is good for a minute of them, before and after.
 */
@Singleton
class CallbackSignature {
    private static final Duration LIFE = Duration.ofMinutes(1);

    private final OptionalLong sdkAppId;
    private final Optional<String> token;
    private final Clock clock;

    CallbackSignature(ImConfig config, Clock clock) {
        sdkAppId = config.sdkAppId();
        token = config.tencent().callbackToken();
        this.clock = clock;
    }

    /** @throws ProblemException {@code not-allowed}; without a configured token, always */
    void require(String sdkAppId, String requestTime, String sign) {
        boolean isOurs = token.isPresent()
                && Long.toString(this.sdkAppId.orElse(0)).equals(sdkAppId)
                && isRecent(requestTime)
                && MessageDigest.isEqual(bytes(of(token.get(), requestTime)), bytes(sign == null ? "" : sign));
        if (!isOurs) throw new ProblemException(ProblemType.NOT_ALLOWED, "the callback is not signed, or no longer");
    }

    private boolean isRecent(String requestTime) {
        if (requestTime == null || !requestTime.matches("[0-9]{1,12}")) return false;
        long age = clock.instant().getEpochSecond() - Long.parseLong(requestTime);
        return Math.abs(age) <= LIFE.toSeconds();
    }

    static String of(String token, String requestTime) {
        return HexFormat.of().formatHex(Sha256.of(token + requestTime));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
