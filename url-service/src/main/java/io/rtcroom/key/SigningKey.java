package io.rtcroom.key;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/** One secret. It signs and compares, and is never shown: no accessor, and a class rather than a record for its toString. */
public final class SigningKey {
    private final String secret;

    SigningKey(String secret) {
        this.secret = secret;
    }

    /** The {@code txSecret}: key, name and time simply joined, that is what the media servers compute. */
    public String sign(Signed content) {
        return content.hash().hex(secret + content.streamName() + content.txTime());
    }

    /** Whether this key made the signature; compared in constant time. */
    boolean made(String signature, Signed content) {
        return MessageDigest.isEqual(
                sign(content).getBytes(StandardCharsets.US_ASCII), signature.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String toString() {
        return "SigningKey[secret]";
    }
}
