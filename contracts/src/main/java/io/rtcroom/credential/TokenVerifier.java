package io.rtcroom.credential;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.quarkus.runtime.Startup;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.inject.Singleton;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwa.AlgorithmConstraints.ConstraintType;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumer;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;

/**
 * Verifies user tokens: EdDSA-signed JWTs (RFC 8037). A verified token is remembered, because checking a signature for
 * every heartbeat would cost more than the heartbeat; expiry and revocation are checked on every use all the same.
 */
@Startup
@Singleton
// Caffeine finds the classes of a cache bounded in size by their names.
@RegisterForReflection(
        classNames = {"com.github.benmanes.caffeine.cache.SSMS", "com.github.benmanes.caffeine.cache.PSMS"})
public class TokenVerifier {
    public static final String ISSUER = "rtcroom";
    /** The claim with the user's epoch at issue: a later revocation of the user has a higher one. */
    public static final String EPOCH_CLAIM = "ep";

    public static final String ROLES_CLAIM = "roles";
    /** Tokens are under 600 characters; nothing longer is parsed. */
    private static final int MAX_LENGTH = 2048;

    private final List<JwtConsumer> consumers;
    private final Revocations revocations;
    private final Clock clock;
    private final Cache<String, Caller.User> verified =
            Caffeine.newBuilder().maximumSize(200_000).build();

    TokenVerifier(CredentialConfig config, Revocations revocations, Clock clock) {
        this.revocations = revocations;
        this.clock = clock;
        consumers = config.token().publicKeys().orElse(List.of()).stream()
                .map(TokenVerifier::consumer)
                .toList();
    }

    /** The user of a token that is well signed, unexpired and not revoked. */
    public Optional<Caller.User> verify(String token) {
        Caller.User user = verified.getIfPresent(token);
        if (user == null) {
            user = parse(token);
            if (user == null) return Optional.empty();
            verified.put(token, user);
        }
        return isCurrent(user) ? Optional.of(user) : Optional.empty();
    }

    /** Whether a verified user's token still counts: for what outlives the request, such as an open stream. */
    public boolean isCurrent(Caller.User user) {
        return clock.instant().isBefore(user.expiresAt()) && !revocations.isRevoked(user);
    }

    private Caller.User parse(String token) {
        if (token.length() > MAX_LENGTH) return null;
        for (JwtConsumer consumer : consumers) {
            try {
                return user(consumer.processToClaims(token));
            } catch (InvalidJwtException | MalformedClaimException | IllegalArgumentException e) {
                // Signed by another key of the list, or not a token of ours; the caller learns only that it is refused.
            }
        }
        return null;
    }

    private static Caller.User user(JwtClaims claims) throws MalformedClaimException {
        Long epoch = claims.getClaimValue(EPOCH_CLAIM, Long.class);
        if (epoch == null) throw new MalformedClaimException("a token without an epoch could outlive its revocation");
        return new Caller.User(
                claims.getSubject(),
                Set.copyOf(claims.getStringListClaimValue(ROLES_CLAIM)),
                UUID.fromString(claims.getJwtId()),
                epoch,
                Instant.ofEpochSecond(claims.getExpirationTime().getValue()));
    }

    private static JwtConsumer consumer(String publicKey) {
        return new JwtConsumerBuilder()
                .setVerificationKey(ed25519(publicKey))
                .setJwsAlgorithmConstraints(new AlgorithmConstraints(ConstraintType.PERMIT, AlgorithmIdentifiers.EDDSA))
                .setExpectedIssuer(ISSUER)
                .setRequireSubject()
                .setRequireJwtId()
                .setRequireExpirationTime()
                .build();
    }

    private static PublicKey ed25519(String base64) {
        try {
            byte[] der = Base64.getDecoder().decode(base64.trim());
            return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(der));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IllegalArgumentException("rtcroom.token.public-keys: not an Ed25519 key in base64", e);
        }
    }
}
