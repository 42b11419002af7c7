package io.rtcroom.key;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The hash behind a {@code txSecret}. MD5 is the media servers' choice; the vendor's console also offers SHA-256. */
public enum SignatureHash {
    MD5("MD5"),
    SHA256("SHA-256");

    /** Looking one up costs as much as the hash of an address. */
    private final ThreadLocal<MessageDigest> digest;

    SignatureHash(String algorithm) {
        digest = ThreadLocal.withInitial(() -> digest(algorithm));
    }

    public String hex(String text) {
        return HexFormat.of().formatHex(digest.get().digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static MessageDigest digest(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
