package io.rtcroom.sign;

import static io.rtcroom.sign.Deployment.OTHER_KEY;
import static io.rtcroom.sign.Deployment.T;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rtcroom.problem.ProblemException;
import io.rtcroom.problem.ProblemType;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressVerifierTest {
    private static final String HOST = "rtmp://8888.livepush.myqcloud.com";
    private static final String SECRET = "874127a40339c5b65fdb6413246f7f8f";
    private static final String ALICES =
            HOST + "/live/8888_alice_1a2b?bizid=8888&txSecret=" + SECRET + "&txTime=70DBD880";

    private final AddressVerifier verifier = Deployment.inBizidForm().verifier();

    @Test
    void aUsersAddressIsGoodThroughItsLastSecond() {
        var verified = verifier.verify("alice", ALICES, T.plusMillis(999));

        assertEquals("8888_alice_1a2b", verified.name().toString());
        assertEquals(T, verified.until());
    }

    @Test
    void anExpiredAddressIsRefused() {
        assertRefused("expired at 2030-01-01T00:00:00Z", () -> verifier.verify("alice", ALICES, T.plusSeconds(1)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"bob", "alic", "alice_", "8888_alice", "alice_1a2b", "ALICE", ""})
    void anotherUsersAddressIsRefused(String userId) {
        assertRefused("another user", () -> verifier.verify(userId, ALICES, T));
    }

    @ParameterizedTest
    @CsvSource({
        "bizid=8888, bizid=9999, another bizid",
        "bizid=8888, bizid=, another bizid",
        "?bizid=8888&, ?, another bizid",
        "rtmp:, http:, another scheme",
        "8888.livepush, 9999.livepush, another host",
        "8888.livepush, eve@8888.livepush, another host",
        "myqcloud.com, myqcloud.com:1935, another host",
        "/live/, /other/, another application",
        "8f&, 8e&, not signed",
        "8f&, 8F&, not signed",
        "txTime=70DBD880, txTime=70DBD881, not signed",
        "txTime=70DBD880, txTime=070DBD880, no txTime",
        "txTime=70DBD880, txTime=70dbd880, not signed",
        "alice_1a2b, alice_1a2c, not signed",
        "alice_1a2b, bob_1a2b, not signed",
        "&txTime=70DBD880, , no txTime",
        "70DBD880, xyz, no txTime",
        "70DBD880, FFFFFFFFFFFFFFFFFFFF, no txTime",
        "70DBD880, -1, no txTime",
        "txTime=70DBD880, txTime=0DBD880, no txTime",
        "txTime=70DBD880, txTime=, no txTime",
        "txSecret, secret, no txSecret",
        "?, #, not of the form",
        "/live/, /live/live/, not of the form",
        "/live/, /, not of the form"
    })
    void anAddressWithAnotherPartIsRefused(String part, String other, String reason) {
        String changed = ALICES.replace(part, other == null ? "" : other);

        assertRefused(reason, () -> verifier.verify("alice", changed, T));
    }

    /** Name and time are hashed with nothing between them: this would end in the year 3500. */
    @ParameterizedTest
    @CsvSource({"1a2b?, 70D, 1a2?, b70D", "1a2b?, 70D, 1?, a2b70D", "1a2b?, 70D, 1a2b7?, 0D"})
    void noDigitMovesBetweenTheNameAndTheTime(String end, String time, String otherEnd, String otherTime) {
        String changed = ALICES.replace(end, otherEnd).replace("txTime=" + time, "txTime=" + otherTime);

        assertRefused("no txTime", () -> verifier.verify("alice", changed, T));
    }

    @Test
    void theReceivedTextOfTheTimeIsWhatWasSigned() {
        String lowerCase =
                HOST + "/live/8888_alice_1a2b?bizid=8888&txSecret=ad2228641bc7f145760ccfae684f3ba1&txTime=70dbd880";

        assertDoesNotThrow(() -> verifier.verify("alice", lowerCase, T));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"&record=mp4&record_interval=7200", "&", "&&=&x", "&bizid=9999&txTime=0&txSecret=0", "?txTime=0"
            })
    void whatAClientAppendsIsTolerated(String more) {
        String url = more.startsWith("?") ? ALICES.replace("&txSecret", "&x=" + more + "&txSecret") : ALICES + more;

        assertDoesNotThrow(() -> verifier.verify("alice", url, T));
    }

    @Test
    void theHostIsComparedWithoutCase() {
        assertDoesNotThrow(() -> verifier.verify("alice", ALICES.replace("livepush", "LivePush"), T));
    }

    @Test
    void theBackupKeyIsAcceptedUntilItIsGone() {
        String signedByOther = Deployment.inBizidForm()
                .with("push-key", OTHER_KEY)
                .format()
                .publishUrl(Deployment.inBizidForm().issueUntil(new StreamName("8888_", "alice", "1a2b"), T));

        var during = Deployment.inBizidForm().with("push-key-backup", OTHER_KEY).verifier();
        assertDoesNotThrow(() -> during.verify("alice", signedByOther, T));
        assertDoesNotThrow(() -> during.verify("alice", ALICES, T));
        assertRefused("not signed", () -> verifier.verify("alice", signedByOther, T));
    }

    @Test
    void inDomainFormTheVectorsAreAcceptedWithEitherHash() {
        String url = "rtmp://push.example.com/live/alice_1a2b?txSecret=%s&txTime=70DBD880";
        String md5 = url.formatted("bc90ae55faf76c18c2a12c1b888959c2");
        String sha256 = url.formatted("cb9184dffa3544f276af7fb173423d5627e107744f719a2068850c296d66c601");
        var withMd5 = Deployment.inDomainForm().verifier();
        var withSha256 = Deployment.inDomainForm().with("hash", "sha256").verifier();

        assertDoesNotThrow(() -> withMd5.verify("alice", md5, T));
        assertDoesNotThrow(() -> withSha256.verify("alice", sha256, T));
        assertRefused("not signed", () -> withMd5.verify("alice", sha256, T));
        assertRefused("not signed", () -> withSha256.verify("alice", md5, T));
    }

    @Test
    void aPlayAddressOfTheDomainFormIsNoPushCredential() {
        String play =
                "rtmp://push.example.com/live/alice_1a2b?txSecret=d9889aa66b6382ea21de642c2516a454&txTime=70DBD880";

        assertRefused("not signed", () -> Deployment.inDomainForm().verifier().verify("alice", play, T));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "?",
                "/",
                "rtmp",
                "rtmp://",
                "rtmp:///live/?",
                "rtmp://h/live/x",
                "://h/a/s?",
                "http://[::1",
                "rtmp://h/live/..?txTime=1",
                "rtmp://h/live/%00?x",
                "\u0000",
                "rtmp://h/live/s?\r\nX: y",
                "<script>",
                "rtmp://h/live/s?\"}}",
                "\ud800",
                "💥",
                "rtmp://8888.livepush.myqcloud.com/live/?bizid=8888"
            })
    void garbageIsRefused(String text) {
        assertRefused("pushUrl ", () -> verifier.verify("alice", text, T));
    }

    @Test
    void anAddressTooLongIsRefused() {
        assertRefused("longer than", () -> verifier.verify("alice", ALICES + "&x=" + "y".repeat(1_000_000), T));
    }

    @Test
    void randomTextIsOnlyEverRefused() {
        var random = new Random(20260301);
        for (int i = 0; i < 20_000; i++) {
            String text = randomText(random);

            assertRefused("pushUrl ", () -> verifier.verify("alice", text, T));
        }
    }

    /** A change to a good address either breaks it or leaves stream, owner and expiry as they were signed. */
    @Test
    void aDamagedAddressIsRefusedOrStillTheSame() {
        var random = new Random(20260302);
        for (int i = 0; i < 20_000; i++) {
            String text = damaged(ALICES, random);
            try {
                var verified = verifier.verify("alice", text, T);
                assertEquals("8888_alice_1a2b", verified.name().toString(), text);
                assertEquals(T, verified.until(), text);
            } catch (ProblemException e) {
                assertEquals(ProblemType.INVALID_STREAM_ADDRESS, e.type(), text);
            }
        }
    }

    private static void assertRefused(String reason, Executable verification) {
        var refusal = assertThrows(ProblemException.class, verification);

        assertEquals(ProblemType.INVALID_STREAM_ADDRESS, refusal.type());
        assertEquals("pushUrl", refusal.field());
        assertTrue(refusal.getMessage().contains(reason), refusal.getMessage());
        assertFalse(refusal.getMessage().contains(SECRET), "the secret is not told");
    }

    private static String randomText(Random random) {
        String pieces = "rtmp://?&=%#_.:;@[]{}\"'\\<>\n\t\u0000é字 \ud83d\udca5\ud800abcXYZ0189";
        return random.ints(random.nextInt(60), 0, pieces.length())
                .mapToObj(at -> pieces.substring(at, at + 1))
                .reduce("", String::concat);
    }

    private static String damaged(String text, Random random) {
        var changed = new StringBuilder(text);
        for (int i = random.nextInt(3); i >= 0; i--) {
            int at = random.nextInt(changed.length());
            switch (random.nextInt(4)) {
                case 0 -> changed.deleteCharAt(at);
                case 1 -> changed.insert(at, (char) random.nextInt(0x250));
                case 2 -> changed.setCharAt(at, (char) (changed.charAt(at) ^ 1 << random.nextInt(7)));
                default -> changed.insert(at, changed.substring(random.nextInt(at + 1), at));
            }
        }
        return changed.toString();
    }
}
