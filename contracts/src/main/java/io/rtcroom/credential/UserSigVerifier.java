package io.rtcroom.credential;

import io.rtcroom.credential.UserSig.Version;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BiPredicate;

/** Judges a UserSig of either version; the document says which one it is. */
public final class UserSigVerifier {
    /** What became of a UserSig; everything but {@link #VALID} is a refusal. */
    public enum Verdict {
        VALID("valid"),
        UNREADABLE("not readable"),
        OTHER_APP("of another application"),
        OTHER_USER("of another user"),
        EXPIRED("expired"),
        BAD_SIGNATURE("not signed with our key");

        private final String text;

        Verdict(String text) {
            this.text = text;
        }

        /** Completes the sentence "the UserSig is …". */
        public String text() {
            return text;
        }
    }

    private final long sdkAppId;
    private final Optional<String> secretKey;
    private final Optional<BiPredicate<String, String>> ecdsa;

    /** Without a key for its version, no UserSig of that version is accepted. */
    public UserSigVerifier(long sdkAppId, Optional<String> secretKey, Optional<String> publicKeyPem) {
        this.sdkAppId = sdkAppId;
        this.secretKey = secretKey;
        // Not EcdsaKeys::verifier, which loads BouncyCastle even where there is no such key.
        ecdsa = publicKeyPem.map(pem -> EcdsaKeys.verifier(pem));
    }

    public Verdict verify(String userSig, String userId, Instant now) {
        return UserSig.parse(userSig).map(sig -> judge(sig, userId, now)).orElse(Verdict.UNREADABLE);
    }

    private Verdict judge(UserSig sig, String userId, Instant now) {
        if (sig.sdkAppId() != sdkAppId) return Verdict.OTHER_APP;
        if (!sig.userId().equals(userId)) return Verdict.OTHER_USER;
        if (sig.validUntil() < now.getEpochSecond()) return Verdict.EXPIRED;
        return isSigned(sig) ? Verdict.VALID : Verdict.BAD_SIGNATURE;
    }

    private boolean isSigned(UserSig sig) {
        if (sig.version() == Version.V1)
            return ecdsa.filter(key -> key.test(sig.content(), sig.sig())).isPresent();
        return secretKey
                .map(key -> HmacSha256.sign(key, sig.content()))
                .filter(expected -> MessageDigest.isEqual(bytes(expected), bytes(sig.sig())))
                .isPresent();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
