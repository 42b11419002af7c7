package io.rtcroom.credential;

import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.lang.JoseException;

/** A token as room-service issues it, with whatever a test changes about it. */
final class IssuedToken {
    private final JwtClaims claims = new JwtClaims();
    private String algorithm = "EdDSA";

    private IssuedToken() {}

    static IssuedToken of(String userId, UUID tokenId, Instant expiresAt) {
        var token = new IssuedToken();
        token.claims.setIssuer(TokenVerifier.ISSUER);
        token.claims.setSubject(userId);
        token.claims.setJwtId(tokenId.toString());
        token.claims.setExpirationTime(NumericDate.fromSeconds(expiresAt.getEpochSecond()));
        token.claims.setStringListClaim(TokenVerifier.ROLES_CLAIM, List.of("agent"));
        token.claims.setClaim(TokenVerifier.EPOCH_CLAIM, 3);
        return token;
    }

    IssuedToken without(String claim) {
        claims.unsetClaim(claim);
        return this;
    }

    IssuedToken with(String claim, Object value) {
        claims.setClaim(claim, value);
        return this;
    }

    IssuedToken algorithm(String name) {
        algorithm = name;
        return this;
    }

    String signed(Key key) {
        var signature = new JsonWebSignature();
        signature.setAlgorithmConstraints(AlgorithmConstraints.NO_CONSTRAINTS);
        signature.setAlgorithmHeaderValue(algorithm);
        signature.setPayload(claims.toJson());
        signature.setKey(key);
        signature.setDoKeyValidation(false);
        try {
            return signature.getCompactSerialization();
        } catch (JoseException e) {
            throw new IllegalStateException(e);
        }
    }

    static KeyPair aKeyPair() {
        try {
            return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static String base64(KeyPair pair) {
        return Base64.getEncoder().encodeToString(pair.getPublic().getEncoded());
    }
}
