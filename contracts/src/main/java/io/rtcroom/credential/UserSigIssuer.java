package io.rtcroom.credential;

import io.rtcroom.credential.UserSig.Version;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Signs UserSigs for our users and for the IM administrator. */
public final class UserSigIssuer {
    private final long sdkAppId;
    private final Version version;
    private final UnaryOperator<String> signature;

    private UserSigIssuer(long sdkAppId, Version version, UnaryOperator<String> signature) {
        this.sdkAppId = sdkAppId;
        this.version = version;
        this.signature = signature;
    }

    /** By the keys there are: version 2 if there is a secret key, else version 1, else nothing can be issued. */
    public static Optional<UserSigIssuer> of(
            long sdkAppId, Optional<String> secretKey, Optional<String> privateKeyPem) {
        return secretKey.map(key -> hmac(sdkAppId, key)).or(() -> privateKeyPem.map(pem -> ecdsa(sdkAppId, pem)));
    }

    /** Version 2. */
    public static UserSigIssuer hmac(long sdkAppId, String secretKey) {
        return new UserSigIssuer(sdkAppId, Version.V2, content -> HmacSha256.sign(secretKey, content));
    }

    /** Version 1. */
    public static UserSigIssuer ecdsa(long sdkAppId, String privateKeyPem) {
        return new UserSigIssuer(sdkAppId, Version.V1, EcdsaKeys.signer(privateKeyPem));
    }

    public String issue(String userId, Instant at, Duration life) {
        return sign(fields(userId, at, life));
    }

    /** A UserSig that also carries rights (the vendor's privateMapKey). */
    public String issue(String userId, Instant at, Duration life, byte[] userbuf) {
        Map<String, String> fields = fields(userId, at, life);
        fields.put("TLS.userbuf", Base64.getEncoder().encodeToString(userbuf));
        return sign(fields);
    }

    private String sign(Map<String, String> fields) {
        UserSig unsigned = new UserSig(version, fields);
        return unsigned.encode(signature.apply(unsigned.content()));
    }

    private Map<String, String> fields(String userId, Instant at, Duration life) {
        Map<String, String> fields = new HashMap<>();
        fields.put("TLS.identifier", userId);
        fields.put(version.appField, Long.toString(sdkAppId));
        fields.put("TLS.time", Long.toString(at.getEpochSecond()));
        fields.put(version.lifeField, Long.toString(life.toSeconds()));
        if (version == Version.V1) {
            // The Java original verifies only this flavour, the Node one both.
            fields.put("TLS.appid_at_3rd", "0");
            fields.put("TLS.account_type", "0");
        }
        return fields;
    }
}
