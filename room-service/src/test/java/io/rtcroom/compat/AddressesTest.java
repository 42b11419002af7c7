package io.rtcroom.compat;

import static io.rtcroom.Fixtures.random;
import static io.rtcroom.compat.OldClient.send;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.rtcroom.Neighbours;
import io.rtcroom.compat.OldClient.Answer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(Neighbours.class)
@DisplayName("D18: addresses have the forms of 6.1")
class AddressesTest {
    private static final String PUSH_KEY = "5d41402abc4b2a76b9719d911017c592";
    private static final Pattern SIGNED =
            Pattern.compile("rtmp://([^/]+)/live/(8888_[^?]+)\\?bizid=8888&txSecret=([0-9a-f]{32})&txTime=([0-9A-F]+)");

    private OldClient client;

    @BeforeEach
    void somebodyIsLoggedIn() {
        client = OldClient.of("multi_room", random("u"));
    }

    @Test
    void aPushAddressIsTheCallersOwnAndNew() {
        Answer answer = client.call("get_push_url", Map.of("roomID", "r1")).ok();

        String stream = requireSigned("push.example.com", answer.text("pushURL"));
        assertTrue(stream.matches("8888_" + client.userId() + "_[0-9a-f]{8,}"), stream);
        assertEquals(stream, answer.text("streamID"));
        assertTrue(answer.text("pushURL").endsWith("txTime=" + answer.text("txTime")));
        assertEquals(stream, requireSigned("play.example.com", answer.text("accelerateURL")));
        assertNotEquals(stream, client.call("get_push_url", Map.of()).ok().text("streamID"));
    }

    @Test
    void othersPlayTheStreamThatIsPushed() {
        String room = random("room");
        Answer address = client.call("get_push_url", Map.of()).ok();
        client.call("add_pusher", client.pusher(room, address.text("pushURL"))).ok();

        Answer seen = OldClient.of("multi_room", random("u"))
                .call("get_pushers", Map.of("roomID", room))
                .ok();

        String accelerate = seen.json().at("/pushers/0/accelerateURL").textValue();
        assertEquals(address.text("streamID"), requireSigned("play.example.com", accelerate));
    }

    @Test
    void theTestAddressesBelongTogether() {
        Answer answer = send("GET", "/weapp/utils/get_test_pushurl", null, null).ok();

        String stream = requireSigned("push.example.com", answer.text("url_push"));
        assertEquals("http://play.example.com/live/" + stream + ".flv", answer.text("url_play_flv"));
        assertEquals("http://play.example.com/live/" + stream + ".m3u8", answer.text("url_play_hls"));
        assertEquals("rtmp://play.example.com/live/" + stream, answer.text("url_play_rtmp"));
        assertEquals(stream, requireSigned("play.example.com", answer.text("url_play_acc")));
    }

    @Test
    void theClockHasItsFixedName() {
        Answer answer =
                send("GET", "/weapp/utils/get_test_rtmpaccurl", null, null).ok();

        assertEquals("8888_testclock_rtmpacc", requireSigned("play.example.com", answer.text("url_rtmpacc")));
    }

    /** The stream of an address on this host, rightly signed. */
    private static String requireSigned(String host, String url) {
        Matcher parts = SIGNED.matcher(url);
        assertTrue(parts.matches(), url);
        assertEquals(host, parts.group(1));
        assertEquals(md5(PUSH_KEY + parts.group(2) + parts.group(4)), parts.group(3));
        return parts.group(2);
    }

    private static String md5(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
