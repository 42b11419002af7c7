package io.rtcroom.credential;

import static io.rtcroom.credential.UserSigVectors.ALICE;
import static io.rtcroom.credential.UserSigVectors.APP;
import static io.rtcroom.credential.UserSigVectors.ISSUED;
import static io.rtcroom.credential.UserSigVectors.PRIVATE_KEY;
import static io.rtcroom.credential.UserSigVectors.SECRET;
import static io.rtcroom.credential.UserSigVectors.USERBUF;
import static io.rtcroom.credential.UserSigVectors.USER_SIG_V1;
import static io.rtcroom.credential.UserSigVectors.USER_SIG_V2;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class UserSigTest {
    private static final String DOCUMENT_A =
            "{\"TLS.ver\":\"2.0\",\"TLS.identifier\":\"alice\",\"TLS.sdkappid\":1400000000,\"TLS.time\":1510284282,"
                    + "\"TLS.expire\":86400,\"TLS.sig\":\"Frfl0UfUNnc9j77UcSJVJkSpYk/UOFPF3JKnPKf9osI=\"}";

    @Test
    void vectorAIsReadAndRebuilt() throws IOException {
        UserSig sig = UserSig.parse(USER_SIG_V2).orElseThrow();

        assertEquals(DOCUMENT_A, inflate(USER_SIG_V2));
        assertEquals(
                "TLS.identifier:alice\nTLS.sdkappid:1400000000\nTLS.time:1510284282\nTLS.expire:86400\n",
                sig.content());
        assertEquals("Frfl0UfUNnc9j77UcSJVJkSpYk/UOFPF3JKnPKf9osI=", sig.sig());
    }

    @Test
    void vectorAIsIssued() throws IOException {
        String issued = UserSigIssuer.hmac(APP, SECRET).issue(ALICE, ISSUED, Duration.ofSeconds(86400));

        assertEquals(DOCUMENT_A, inflate(issued));
    }

    @Test
    void vectorBIsIssuedWithItsUserbuf() throws IOException {
        byte[] userbuf = HexFormat.of().parseHex(USERBUF);

        String issued = UserSigIssuer.hmac(APP, SECRET).issue(ALICE, ISSUED, Duration.ofSeconds(300), userbuf);

        String document = inflate(issued);
        assertTrue(document.contains("\"TLS.userbuf\":\"AAAFYWxpY2VTck4AAAAnEFoFHSYAAAD/AAAAAA==\""), document);
        assertTrue(document.contains("\"TLS.sig\":\"0A936kXoCUMFyqR3W8Bf7FTknM16Cil9me5b1nKq+i0=\""), document);
    }

    @Test
    void theVersion1VectorIsIssuedWithStringsThroughout() throws IOException {
        String issued = UserSigIssuer.ecdsa(APP, PRIVATE_KEY).issue(ALICE, ISSUED, Duration.ofSeconds(2592000));

        UserSig vector = UserSig.parse(USER_SIG_V1).orElseThrow();
        assertEquals(vector, UserSig.parse(issued).orElseThrow());
        assertTrue(inflate(issued).contains("\"TLS.sdk_appid\":\"1400000000\""), inflate(issued));
        assertTrue(inflate(issued).contains("\"TLS.version\":\"201512300000\""), inflate(issued));
    }

    @Test
    void whatIsIssuedSurvivesAQueryString() {
        String issued = UserSigIssuer.hmac(APP, SECRET).issue(ALICE, ISSUED, Duration.ofDays(30));

        assertTrue(issued.matches("[A-Za-z0-9*_-]+"), issued);
    }

    private static String inflate(String userSig) throws IOException {
        return new String(UserSigEncoding.decode(userSig), StandardCharsets.UTF_8);
    }
}
