package io.rtcroom.key;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The hash behind a {@code txSecret}. MD5 is the media servers' choice; the vendor's console also offers SHA-256. */
public enum SignatureHash {
    MD5("MD5"),
    SHA256("SHA-256");

    private final String algorithm;

    SignatureHash(String algorithm) {
        this.algorithm = algorithm;
    }

    String hex(String text) {
        try {
            byte[] digest = MessageDigest.getInstance(algorithm).digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
