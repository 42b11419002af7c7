package io.rtcroom.credential;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.KeyPair;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenVerifierTest {
    private static final KeyPair CURRENT = IssuedToken.aKeyPair();
    private static final KeyPair PREVIOUS = IssuedToken.aKeyPair();

    private final UUID tokenId = UUID.randomUUID();
    private Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    private final Instant expiresAt = now.plus(Duration.ofDays(30));
    private final Clock clock = ((InstantSource) () -> now).withZone(ZoneOffset.UTC);
    private final Revocations revocations = new Revocations(clock);
    private final TokenVerifier verifier = verifier(IssuedToken.base64(CURRENT), IssuedToken.base64(PREVIOUS));

    @Test
    void aValidTokenNamesItsUser() {
        assertEquals(
                Optional.of(new Caller.User("alice", Set.of("agent"), tokenId, 3, expiresAt)),
                verifier.verify(aToken().signed(CURRENT.getPrivate())));
    }

    @Test
    void aTokenOfThePreviousKeyIsStillGood() {
        assertTrue(verifier.verify(aToken().signed(PREVIOUS.getPrivate())).isPresent());
    }

    @Test
    void aTokenOfAnotherKeyIsRefused() {
        assertRefused(aToken().signed(IssuedToken.aKeyPair().getPrivate()));
    }

    @Test
    void anExpiredTokenIsRefused() {
        assertRefused(IssuedToken.of("alice", tokenId, now.minusSeconds(1)).signed(CURRENT.getPrivate()));
    }

    @Test
    void aRememberedTokenExpiresAllTheSame() {
        String token = aToken().signed(CURRENT.getPrivate());
        assertTrue(verifier.verify(token).isPresent());

        now = expiresAt.minusSeconds(1);
        assertTrue(verifier.verify(token).isPresent());
        now = expiresAt;
        assertRefused(token);
    }

    @Test
    void anUnsignedTokenIsRefused() {
        assertRefused(aToken().algorithm("none").signed(null));
    }

    @Test
    void aTokenSignedWithThePublicKeyAsASecretIsRefused() {
        var secret = new SecretKeySpec(CURRENT.getPublic().getEncoded(), "HmacSHA256");

        assertRefused(aToken().algorithm("HS256").signed(secret));
    }

    @Test
    void aRevokedTokenIsRefusedThoughRemembered() {
        String token = aToken().signed(CURRENT.getPrivate());
        assertTrue(verifier.verify(token).isPresent());

        revocations.add(Revocation.ofToken(tokenId, expiresAt.getEpochSecond()));

        assertRefused(token);
    }

    @Test
    void aUsersHigherEpochRevokesWhatWasIssuedBefore() {
        String token = aToken().signed(CURRENT.getPrivate());
        assertTrue(verifier.verify(token).isPresent());

        revocations.add(Revocation.ofUser("alice", 3));
        assertTrue(verifier.verify(token).isPresent(), "issued in epoch 3");
        revocations.add(Revocation.ofUser("alice", 4));
        assertRefused(token);
        revocations.add(Revocation.ofUser("alice", 2));
        assertRefused(token);
    }

    @Test
    void anotherUsersEpochMeansNothing() {
        revocations.add(Revocation.ofUser("bob", 9));

        assertTrue(verifier.verify(aToken().signed(CURRENT.getPrivate())).isPresent());
    }

    @Test
    void aTokenTooLongIsNotEvenParsed() {
        assertRefused(aToken().with("padding", "x".repeat(2048)).signed(CURRENT.getPrivate()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"iss", "sub", "jti", "exp", "ep"})
    void aTokenWithoutAClaimIsRefused(String claim) {
        assertRefused(aToken().without(claim).signed(CURRENT.getPrivate()));
    }

    @Test
    void aClaimOfAnotherTypeIsRefused() {
        var wrong = Map.<String, Object>of(
                "iss", "someone", "jti", "7", "exp", "soon", "roles", List.of(1, 2), "ep", "first", "sub", 12);

        wrong.forEach(
                (claim, value) -> assertRefused(aToken().with(claim, value).signed(CURRENT.getPrivate())));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "a.b.c", "a.b.c.d.e", "eyJhbGciOiJFZERTQSJ9..", "\u0000", "null"})
    void garbageIsRefused(String text) {
        assertRefused(text);
    }

    @Test
    void withoutAKeyNobodyIsKnown() {
        assertTrue(verifier().verify(aToken().signed(CURRENT.getPrivate())).isEmpty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "!", "AAAA", "MFYwEAYHKoZIzj0CAQYFK4EEAAoDQgAE"})
    void aKeyThatIsNoneStopsTheStart(String key) {
        var refusal = assertThrows(IllegalArgumentException.class, () -> verifier(key));

        assertTrue(refusal.getMessage().startsWith("rtcroom.token.public-keys: "));
    }

    private void assertRefused(String token) {
        assertEquals(Optional.empty(), verifier.verify(token));
    }

    private IssuedToken aToken() {
        return IssuedToken.of("alice", tokenId, expiresAt);
    }

    private TokenVerifier verifier(String... keys) {
        return new TokenVerifier(FixedConfig.withPublicKeys(keys), revocations, clock);
    }
}
