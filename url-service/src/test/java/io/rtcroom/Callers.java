package io.rtcroom;

import static io.restassured.RestAssured.given;
import static io.rtcroom.credential.BearerAuthentication.INTERNAL_KEY_HEADER;

import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.lang.JoseException;

/** Requests as each kind of caller sends them. */
public final class Callers {
    private Callers() {}

    public static RequestSpecification nobody() {
        return given().contentType(ContentType.JSON);
    }

    public static RequestSpecification user(String userId) {
        return nobody().header("Authorization", "Bearer " + token(userId));
    }

    public static RequestSpecification apiKey() {
        return nobody().header("Authorization", "Bearer " + RunningService.API_KEY);
    }

    public static RequestSpecification service() {
        return nobody().header(INTERNAL_KEY_HEADER, RunningService.INTERNAL_KEY);
    }

    public static String token(String userId) {
        var claims = new JwtClaims();
        claims.setIssuer("rtcroom");
        claims.setSubject(userId);
        claims.setJwtId(UUID.randomUUID().toString());
        claims.setIssuedAtToNow();
        claims.setExpirationTimeMinutesInTheFuture(60);
        claims.setStringListClaim("roles", List.of());
        claims.setClaim("ep", 0);
        var signature = new JsonWebSignature();
        signature.setAlgorithmHeaderValue(AlgorithmIdentifiers.EDDSA);
        signature.setPayload(claims.toJson());
        signature.setKey(tokenKey());
        try {
            return signature.getCompactSerialization();
        } catch (JoseException e) {
            throw new IllegalStateException(e);
        }
    }

    private static PrivateKey tokenKey() {
        String base64 = ConfigProvider.getConfig().getValue(RunningService.TOKEN_KEY_PROPERTY, String.class);
        try {
            return KeyFactory.getInstance("Ed25519")
                    .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(base64)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
