package io.rtcroom.key;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * HMAC-SHA-256 (RFC 2104) of one key for many short texts, from many threads: both padded keys are hashed once, and every
 * text goes on from a copy. {@code javax.crypto.Mac} hashes them for each text and belongs to one thread.
 */
final class KeyedHash {
    private static final String SHA256 = "SHA-256";
    private static final int BLOCK = 64;
    private static final byte INNER = 0x36;
    private static final byte OUTER = 0x5c;

    private final MessageDigest inner;
    private final MessageDigest outer;

    KeyedHash(String secret) {
        byte[] key = secret.getBytes(StandardCharsets.UTF_8);
        byte[] block = Arrays.copyOf(key.length > BLOCK ? sha256().digest(key) : key, BLOCK);
        inner = begun(block, INNER);
        outer = begun(block, OUTER);
    }

    byte[] of(byte[] text) {
        return copy(outer).digest(copy(inner).digest(text));
    }

    private static MessageDigest begun(byte[] key, byte pad) {
        byte[] padded = key.clone();
        for (int i = 0; i < BLOCK; i++) padded[i] ^= pad;
        MessageDigest digest = sha256();
        digest.update(padded);
        return digest;
    }

    private static MessageDigest copy(MessageDigest digest) {
        try {
            return (MessageDigest) digest.clone();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance(SHA256);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
