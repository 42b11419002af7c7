package io.rtcroom.sign;

import static io.rtcroom.sign.Deployment.T;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The vectors of protocol.md §6.1. */
class BizidFormatTest {
    private static final StreamName ALICE = new StreamName("8888_", "alice", "1a2b");

    private final Deployment deployment = Deployment.inBizidForm();
    private final AddressFormat format = deployment.format();

    @ParameterizedTest
    @CsvSource({
        "alice, 1a2b, 1893456000, 874127a40339c5b65fdb6413246f7f8f, 70DBD880",
        "r1, alice, 1893456000, 6b10b3871326a81fb941fbd68cb2dc0c, 70DBD880",
        "testclock, rtmpacc, 1893456000, c3971d4782c6eb73f4b6f1e207a5c863, 70DBD880",
        "alice, 1a2b, 1510284282, 3f188c1f19853ce01b3005d8274091dc, 5A051BFA",
        "test, 12345, 1469762325, ae56563fd86c5fdace6da56f39869167, 579ACB15"
    })
    void aPublishAddressIsSigned(String userId, String suffix, long expiry, String txSecret, String txTime) {
        var name = new StreamName("8888_", userId, suffix);

        String url = format.publishUrl(deployment.issueUntil(name, Instant.ofEpochSecond(expiry)));

        assertEquals(
                "rtmp://8888.livepush.myqcloud.com/live/" + name + "?bizid=8888&txSecret=" + txSecret + "&txTime="
                        + txTime,
                url);
    }

    @Test
    void theWholeSetIsAsTheOriginalsWroteIt() {
        var dayBefore = new Issue(ALICE, Binding.NONE, T.minus(Duration.ofHours(24)));

        var addresses = format.addresses(dayBefore, format.publishUrl(deployment.issueUntil(ALICE, T)), T);

        String signature = "?bizid=8888&txSecret=874127a40339c5b65fdb6413246f7f8f&txTime=70DBD880";
        assertEquals(
                new StreamAddresses(
                        "8888_alice_1a2b",
                        T,
                        T,
                        "rtmp://8888.livepush.myqcloud.com/live/8888_alice_1a2b" + signature,
                        "rtmp://play.example.com/live/8888_alice_1a2b" + signature,
                        "https://play.example.com/live/8888_alice_1a2b.flv",
                        "http://play.example.com/live/8888_alice_1a2b.flv",
                        "http://play.example.com/live/8888_alice_1a2b.m3u8",
                        "rtmp://play.example.com/live/8888_alice_1a2b",
                        null),
                addresses);
    }

    @Test
    void theClockIsPlayedAtItsVector() {
        var addresses = Deployment.inBizidForm()
                .streamsAt(T.minus(Duration.ofHours(24)))
                .clock();

        assertEquals(
                "rtmp://play.example.com/live/8888_testclock_rtmpacc"
                        + "?bizid=8888&txSecret=c3971d4782c6eb73f4b6f1e207a5c863&txTime=70DBD880",
                addresses.accelerateUrl());
    }

    @Test
    void schemesAndApplicationAreConfigured() {
        var addresses = Deployment.inBizidForm()
                .with("app-name", "rtc")
                .with("schemes.push", "rtmps")
                .with("schemes.mixed", "http")
                .with("schemes.flv", "")
                .streamsAt(T)
                .create("alice", Binding.NONE);

        String file = "play.example.com/rtc/" + addresses.streamId();
        assertEquals(
                "rtmps://8888.livepush.myqcloud.com/rtc/", addresses.pushUrl().split("8888_")[0]);
        assertEquals("http://" + file + ".flv", addresses.mixedUrl());
        assertEquals("http://" + file + ".m3u8", addresses.hlsUrl());
        assertNull(addresses.flvUrl(), "withheld");
    }
}
