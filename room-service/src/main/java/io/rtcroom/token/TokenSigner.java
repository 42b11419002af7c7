package io.rtcroom.token;

import io.quarkus.runtime.Startup;
import io.rtcroom.credential.TokenVerifier;
import io.rtcroom.problem.ProblemException;
import io.rtcroom.problem.ProblemType;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.lang.JoseException;

/** Signs tokens: compact JWTs (RFC 7519) with EdDSA, whose alphabet survives a raw query string (protocol.md §1.2). */
@Startup
@Singleton
class TokenSigner {
    private final TokenConfig config;
    private final Clock clock;
    private final PrivateKey key;

    TokenSigner(TokenConfig config, Clock clock) {
        this.config = config;
        this.clock = clock;
        key = config.privateKeyFile().map(TokenSigner::read).orElse(null);
    }

    IssuedToken sign(String userId, Set<String> roles, long epoch) {
        if (key == null) throw new ProblemException(ProblemType.UNAVAILABLE, "no token key is configured");
        UUID tokenId = UUID.randomUUID();
        Instant issuedAt = clock.instant();
        Instant expiresAt = Instant.ofEpochSecond(issuedAt.plus(config.ttl()).getEpochSecond());
        JwtClaims claims = new JwtClaims();
        claims.setIssuer(TokenVerifier.ISSUER);
        claims.setSubject(userId);
        claims.setJwtId(tokenId.toString());
        claims.setIssuedAt(NumericDate.fromSeconds(issuedAt.getEpochSecond()));
        claims.setExpirationTime(NumericDate.fromSeconds(expiresAt.getEpochSecond()));
        claims.setStringListClaim(TokenVerifier.ROLES_CLAIM, List.copyOf(roles));
        claims.setClaim(TokenVerifier.EPOCH_CLAIM, epoch);
        return new IssuedToken(serialize(claims), tokenId, userId, expiresAt);
    }

    private String serialize(JwtClaims claims) {
        JsonWebSignature signature = new JsonWebSignature();
        signature.setAlgorithmHeaderValue(AlgorithmIdentifiers.EDDSA);
        signature.setKey(key);
        signature.setPayload(claims.toJson());
        try {
            return signature.getCompactSerialization();
        } catch (JoseException e) {
            throw new IllegalStateException("the token key cannot sign", e);
        }
    }

    private static PrivateKey read(Path file) {
        try {
            String base64 = Files.readString(file).replaceAll("-----[A-Z ]+-----|\\s", "");
            var spec = new PKCS8EncodedKeySpec(Base64.getDecoder().decode(base64));
            return KeyFactory.getInstance("Ed25519").generatePrivate(spec);
        } catch (IOException e) {
            throw new UncheckedIOException("rtcroom.token.private-key-file cannot be read: " + file, e);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IllegalArgumentException("rtcroom.token.private-key-file is not an Ed25519 PEM: " + file, e);
        }
    }
}
