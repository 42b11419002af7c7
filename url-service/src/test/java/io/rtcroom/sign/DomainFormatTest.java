package io.rtcroom.sign;

import static io.rtcroom.sign.Deployment.T;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The vectors of protocol.md §6.2. */
class DomainFormatTest {
    private static final StreamName ALICE = new StreamName("", "alice", "1a2b");

    @Test
    void theWholeSetIsSignedWithTwoKeys() {
        String push = "?txSecret=bc90ae55faf76c18c2a12c1b888959c2&txTime=70DBD880";
        String play = "?txSecret=d9889aa66b6382ea21de642c2516a454&txTime=70DBD880";

        assertEquals(
                new StreamAddresses(
                        "alice_1a2b",
                        T,
                        T,
                        "rtmp://push.example.com/live/alice_1a2b" + push,
                        "rtmp://play.example.com/live/alice_1a2b" + play,
                        "https://play.example.com/live/alice_1a2b.flv" + play,
                        "http://play.example.com/live/alice_1a2b.flv" + play,
                        "http://play.example.com/live/alice_1a2b.m3u8" + play,
                        "rtmp://play.example.com/live/alice_1a2b" + play,
                        "webrtc://play.example.com/live/alice_1a2b" + play),
                alicesAddresses(Deployment.inDomainForm()));
    }

    @Test
    void sha256IsSignedOverTheSameText() {
        assertEquals(
                "rtmp://push.example.com/live/alice_1a2b"
                        + "?txSecret=cb9184dffa3544f276af7fb173423d5627e107744f719a2068850c296d66c601&txTime=70DBD880",
                alicesAddresses(Deployment.inDomainForm().with("hash", "sha256"))
                        .pushUrl());
    }

    @Test
    void withoutAPlayKeyNoPlayAddressIsSigned() {
        var addresses = alicesAddresses(Deployment.inDomainForm().without("play-key"));

        assertEquals("rtmp://play.example.com/live/alice_1a2b", addresses.accelerateUrl());
        assertEquals("webrtc://play.example.com/live/alice_1a2b", addresses.webrtcUrl());
        assertEquals("http://play.example.com/live/alice_1a2b.m3u8", addresses.hlsUrl());
        assertNull(addresses.playExpiresAt());
    }

    /** As they are a whole life before the time of the vectors. */
    private static StreamAddresses alicesAddresses(Deployment deployment) {
        var format = deployment.format();
        var issue = new Issue(ALICE, Binding.NONE, T.minus(Duration.ofDays(7)));
        return format.addresses(issue, format.publishUrl(issue), T);
    }
}
