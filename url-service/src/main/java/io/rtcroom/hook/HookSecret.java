package io.rtcroom.hook;

import io.rtcroom.media.MediaConfig;
import io.rtcroom.problem.ProblemException;
import io.rtcroom.problem.ProblemType;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;

/** The secret in the hooks' paths, for media servers that cannot send a header. Without it there is nothing there. */
@Singleton
class HookSecret {
    private final Optional<byte[]> secret;

    HookSecret(MediaConfig config) {
        secret = config.hookSecret().map(HookSecret::bytes);
    }

    void require(String given) {
        if (secret.isEmpty() || !MessageDigest.isEqual(secret.get(), bytes(given)))
            throw new ProblemException(ProblemType.NOT_FOUND, "there is no such hook");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
