package io.rtcroom.key;

import io.micrometer.core.instrument.Counter;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;

/** One secret. It signs and compares, and is never shown: no accessor, and a class rather than a record for its toString. */
public final class SigningKey {
    /** Half of the hash, as RFC 4868 cuts it: a media server takes no more than 256 characters of name and query. */
    private static final int MAC_BYTES = 16;

    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private final KeyEntry entry;
    private final Counter signed;
    private final Counter verified;
    private final Counter refused;
    private final KeyedHash keyedHash;

    SigningKey(KeyEntry entry, KeyHits hits) {
        this.entry = entry;
        keyedHash = new KeyedHash(entry.secret());
        signed = hits.of(entry, "signed");
        verified = hits.of(entry, "verified");
        refused = hits.of(entry, "refused");
    }

    /** Names the key in an address, where the form has a place for it. */
    public String kid() {
        return entry.kid();
    }

    KeyEntry entry() {
        return entry;
    }

    /** The {@code txSecret}: key, name and time simply joined, that is what the media servers compute. */
    public String sign(Signed content) {
        signed.increment();
        return hash(content);
    }

    /** A keyed hash of a text, for the form in which nobody but us verifies. */
    public String sign(String text) {
        signed.increment();
        return keyedHash(text);
    }

    /** Whether this key made the signature; compared in constant time. */
    boolean made(String signature, Signed content) {
        return isSame(hash(content), signature);
    }

    boolean made(String signature, String text) {
        return isSame(keyedHash(text), signature);
    }

    /** Counts an address that came back, and answers whether the key is still good for one. */
    boolean accept(Instant now) {
        boolean good = entry.stateAt(now) != KeyState.REVOKED;
        (good ? verified : refused).increment();
        return good;
    }

    private String hash(Signed content) {
        return content.hash().hex(entry.secret() + content.streamName() + content.txTime());
    }

    private String keyedHash(String text) {
        byte[] hash = keyedHash.of(text.getBytes(StandardCharsets.UTF_8));
        return BASE64.encodeToString(Arrays.copyOf(hash, MAC_BYTES));
    }

    private static boolean isSame(String ours, String theirs) {
        return MessageDigest.isEqual(ours.getBytes(StandardCharsets.US_ASCII), theirs.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String toString() {
        return "SigningKey[" + entry.kid() + "]";
    }
}
