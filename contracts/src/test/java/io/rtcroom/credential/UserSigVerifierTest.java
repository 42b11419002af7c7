package io.rtcroom.credential;

import static io.rtcroom.credential.UserSigVectors.ALICE;
import static io.rtcroom.credential.UserSigVectors.APP;
import static io.rtcroom.credential.UserSigVectors.ISSUED;
import static io.rtcroom.credential.UserSigVectors.PRIVATE_KEY;
import static io.rtcroom.credential.UserSigVectors.PRIVATE_KEY_P256;
import static io.rtcroom.credential.UserSigVectors.PUBLIC_KEY;
import static io.rtcroom.credential.UserSigVectors.PUBLIC_KEY_P256;
import static io.rtcroom.credential.UserSigVectors.SECRET;
import static io.rtcroom.credential.UserSigVectors.SIG_V1_JAVA;
import static io.rtcroom.credential.UserSigVectors.SIG_V1_NODE;
import static io.rtcroom.credential.UserSigVectors.USER_SIG_V1;
import static io.rtcroom.credential.UserSigVectors.USER_SIG_V2;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.rtcroom.credential.UserSigVerifier.Verdict;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.Random;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UserSigVerifierTest {
    private static final UserSigVerifier BOTH = new UserSigVerifier(APP, Optional.of(SECRET), Optional.of(PUBLIC_KEY));
    private static final String NODE_DOCUMENT = "{\"TLS.account_type\":\"36862\",\"TLS.identifier\":\"alice\","
            + "\"TLS.appid_at_3rd\":\"1400000000\",\"TLS.sdk_appid\":\"1400000000\","
            + "\"TLS.expire_after\":\"2592000\",\"TLS.time\":\"1510284282\",\"TLS.sig\":\"%s\"}";
    private static final String V2_DOCUMENT = "{\"TLS.ver\":\"2.0\",\"TLS.identifier\":\"%s\",\"TLS.sdkappid\":%s,"
            + "\"TLS.time\":%s,\"TLS.expire\":86400,\"TLS.sig\":\"Frfl0UfUNnc9j77UcSJVJkSpYk/UOFPF3JKnPKf9osI=\"}";

    @Test
    void version2IsValidToItsLastSecondAndNoLonger() {
        assertEquals(Verdict.VALID, BOTH.verify(USER_SIG_V2, ALICE, ISSUED.plusSeconds(86400)));
        assertEquals(Verdict.EXPIRED, BOTH.verify(USER_SIG_V2, ALICE, ISSUED.plusSeconds(86401)));
    }

    @Test
    void version1IsValidToItsLastSecondAndNoLonger() {
        assertEquals(Verdict.VALID, BOTH.verify(USER_SIG_V1, ALICE, ISSUED.plusSeconds(2592000)));
        assertEquals(Verdict.EXPIRED, BOTH.verify(USER_SIG_V1, ALICE, ISSUED.plusSeconds(2592001)));
    }

    @Test
    void theNodeFlavourBringsItsOwnFirstFields() {
        assertEquals(Verdict.VALID, verdict(NODE_DOCUMENT.formatted(SIG_V1_NODE)));
        assertEquals(Verdict.BAD_SIGNATURE, verdict(NODE_DOCUMENT.formatted(SIG_V1_JAVA)));
    }

    @Test
    void anotherUserOrApplicationIsRefused() {
        UserSigVerifier otherApp = new UserSigVerifier(APP + 1, Optional.of(SECRET), Optional.of(PUBLIC_KEY));

        assertEquals(Verdict.OTHER_USER, BOTH.verify(USER_SIG_V2, "eve", ISSUED));
        assertEquals(Verdict.OTHER_USER, BOTH.verify(USER_SIG_V1, "eve", ISSUED));
        assertEquals(Verdict.OTHER_APP, otherApp.verify(USER_SIG_V2, ALICE, ISSUED));
    }

    @Test
    void everyFlippedBitOfTheSignatureIsRefused() {
        String good = "Frfl0UfUNnc9j77UcSJVJkSpYk/UOFPF3JKnPKf9osI=";
        String document = V2_DOCUMENT.formatted(ALICE, APP, ISSUED.getEpochSecond());

        for (int bit = 0; bit < good.length() * 7; bit++) {
            String bad = flip(good, bit);
            if (bad.chars().anyMatch(c -> c < ' ' || c == '"' || c == '\\')) continue;
            assertEquals(Verdict.BAD_SIGNATURE, verdict(document.replace(good, bad)), bad);
        }
    }

    @Test
    void everyFlippedBitOfAVersion1SignatureIsRefused() {
        for (int bit = 0; bit < SIG_V1_NODE.length() * 7; bit++) {
            String bad = flip(SIG_V1_NODE, bit);
            if (bad.chars().anyMatch(c -> c < ' ' || c == '"' || c == '\\')) continue;
            assertEquals(Verdict.BAD_SIGNATURE, verdict(NODE_DOCUMENT.formatted(bad)), bad);
        }
    }

    @Test
    void aVersionWithoutKeyIsRefused() {
        UserSigVerifier none = new UserSigVerifier(APP, Optional.empty(), Optional.empty());

        assertEquals(Verdict.BAD_SIGNATURE, none.verify(USER_SIG_V2, ALICE, ISSUED));
        assertEquals(Verdict.BAD_SIGNATURE, none.verify(USER_SIG_V1, ALICE, ISSUED));
    }

    @Test
    void theLifetimeIsAddedAsANumber() {
        // The originals glued time and lifetime together as text, so nothing ever expired (protocol.md §8.2, 4).
        String issued = UserSigIssuer.hmac(APP, SECRET).issue(ALICE, ISSUED, Duration.ofSeconds(300));

        assertEquals(Verdict.EXPIRED, BOTH.verify(issued, ALICE, Instant.ofEpochSecond(1_700_000_000)));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 6, 9})
    void anyDeflateStreamIsAccepted(int level) throws IOException {
        ByteArrayOutputStream deflated = new ByteArrayOutputStream();
        try (var zlib = new DeflaterOutputStream(deflated, new Deflater(level))) {
            zlib.write(UserSigEncoding.decode(USER_SIG_V2));
        }
        String base64 = Base64.getEncoder().encodeToString(deflated.toByteArray());

        assertEquals(Verdict.VALID, BOTH.verify(base64, ALICE, ISSUED));
    }

    @Test
    void whatIsIssuedIsAccepted() {
        UserSigVerifier p256 = new UserSigVerifier(APP, Optional.empty(), Optional.of(PUBLIC_KEY_P256));
        String v2 = UserSigIssuer.hmac(APP, SECRET).issue("bob", ISSUED, Duration.ofDays(30));
        String v2WithRights = UserSigIssuer.hmac(APP, SECRET).issue("bob", ISSUED, Duration.ofDays(30), new byte[28]);
        String v1 = UserSigIssuer.ecdsa(APP, PRIVATE_KEY).issue("bob", ISSUED, Duration.ofDays(30));
        String v1WithRights =
                UserSigIssuer.ecdsa(APP, PRIVATE_KEY).issue("bob", ISSUED, Duration.ofDays(30), new byte[28]);
        String v1OnP256 = UserSigIssuer.ecdsa(APP, PRIVATE_KEY_P256).issue("bob", ISSUED, Duration.ofDays(30));

        assertEquals(Verdict.VALID, BOTH.verify(v2, "bob", ISSUED));
        assertEquals(Verdict.VALID, BOTH.verify(v2WithRights, "bob", ISSUED));
        assertEquals(Verdict.VALID, BOTH.verify(v1, "bob", ISSUED));
        assertEquals(Verdict.VALID, BOTH.verify(v1WithRights, "bob", ISSUED));
        assertEquals(Verdict.VALID, p256.verify(v1OnP256, "bob", ISSUED));
        assertEquals(Verdict.BAD_SIGNATURE, BOTH.verify(v1OnP256, "bob", ISSUED));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{}",
                "{\"TLS.ver\":\"2.0\"}",
                "{\"TLS.ver\":\"2.0\",\"TLS.identifier\":[],\"TLS.sdkappid\":1,\"TLS.time\":1,\"TLS.expire\":1,"
                        + "\"TLS.sig\":\"\"}",
                "{\"TLS.ver\":\"2.0\",\"TLS.identifier\":\"alice\",\"TLS.sdkappid\":1400000000,\"TLS.time\":-5,"
                        + "\"TLS.expire\":1,\"TLS.sig\":\"\"}",
                "{\"TLS.ver\":\"2.0\",\"TLS.identifier\":\"alice\",\"TLS.sdkappid\":1400000000,"
                        + "\"TLS.time\":99999999999999999999,\"TLS.expire\":1,\"TLS.sig\":\"\"}",
                "{\"TLS.ver\":\"2.0\",\"TLS.identifier\":\"alice\\nTLS.sdkappid:1\",\"TLS.sdkappid\":1400000000,"
                        + "\"TLS.time\":1,\"TLS.expire\":1,\"TLS.sig\":\"\"}",
                "{\"TLS.ver\":\"2.0\",\"TLS.identifier\":\"al"
            })
    void aDocumentThatIsNoneIsUnreadable(String document) {
        assertEquals(Verdict.UNREADABLE, verdict(document));
    }

    @Test
    void garbageIsUnreadable() {
        assertEquals(Verdict.UNREADABLE, BOTH.verify("", ALICE, ISSUED));
        assertEquals(Verdict.UNREADABLE, BOTH.verify("not base64 \u00e9!", ALICE, ISSUED));
        assertEquals(Verdict.UNREADABLE, BOTH.verify("bm90IHpsaWI_", ALICE, ISSUED));
        assertEquals(Verdict.UNREADABLE, BOTH.verify("a".repeat(100_000), ALICE, ISSUED));
        for (int length = 0; length < USER_SIG_V2.length() - 4; length++)
            assertEquals(Verdict.UNREADABLE, BOTH.verify(USER_SIG_V2.substring(0, length), ALICE, ISSUED));
    }

    @Test
    void aZlibBombIsUnreadable() {
        assertEquals(Verdict.UNREADABLE, verdict("{\"TLS.ver\":\"" + "0".repeat(5_000_000) + "\"}"));
        assertEquals(Verdict.UNREADABLE, verdict("[".repeat(8_000)));
    }

    @Test
    void randomBytesNeverThrow() {
        Random random = new Random(7);
        for (int i = 0; i < 20_000; i++) {
            byte[] noise = new byte[random.nextInt(120)];
            random.nextBytes(noise);
            String signature = Base64.getEncoder().encodeToString(noise);

            assertNotEquals(Verdict.VALID, verdict(new String(noise, StandardCharsets.ISO_8859_1)));
            assertEquals(Verdict.BAD_SIGNATURE, verdict(NODE_DOCUMENT.formatted(signature)));
        }
    }

    @Test
    void aBrokenKeyIsSaidAtOnce() {
        assertThrows(IllegalArgumentException.class, () -> UserSigIssuer.ecdsa(APP, PUBLIC_KEY));
        assertThrows(
                IllegalArgumentException.class,
                () -> new UserSigVerifier(APP, Optional.empty(), Optional.of("-----BEGIN PUBLIC KEY-----")));
    }

    private static Verdict verdict(String document) {
        return BOTH.verify(UserSigEncoding.encode(document.getBytes(StandardCharsets.UTF_8)), ALICE, ISSUED);
    }

    private static String flip(String text, int bit) {
        char[] chars = text.toCharArray();
        chars[bit / 7] ^= (char) (1 << bit % 7);
        return new String(chars);
    }
}
