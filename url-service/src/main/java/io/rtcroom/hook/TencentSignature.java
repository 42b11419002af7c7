package io.rtcroom.hook;

import io.rtcroom.media.MediaConfig;
import io.rtcroom.problem.ProblemException;
import io.rtcroom.problem.ProblemType;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.HexFormat;
import java.util.Optional;

/** The signature of the vendor's callbacks (protocol.md §6.6): of the time alone, so it is good for ten minutes of them. */
@Singleton
class TencentSignature {
    private final Optional<String> key;
    private final Clock clock;

    TencentSignature(MediaConfig config, Clock clock) {
        key = config.tencent().callbackKey();
        this.clock = clock;
    }

    /** @param t digits */
    void require(String t, String sign) {
        boolean isOurs = key.isPresent()
                && Long.parseLong(t) >= clock.instant().getEpochSecond()
                && MessageDigest.isEqual(bytes(of(key.get(), t)), bytes(sign));
        if (!isOurs) throw new ProblemException(ProblemType.NOT_ALLOWED, "the callback is not signed, or no longer");
    }

    static String of(String key, String t) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(bytes(key + t)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
