package io.rtcroom.system;

import static io.rtcroom.system.OldClient.DOUBLE;
import static io.rtcroom.system.OldClient.MULTI;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.both;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThanOrEqualTo;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Stream addresses against the vectors of protocol.md §6.1: appendix D item 18. */
@ExtendWith(SharedStack.class)
class ConformanceAddressesIT {
    /** 2030-01-01, the expiry of the specification's vectors. */
    private static final long VECTOR_EXPIRY = 1893456000;

    private final Stack stack = SharedStack.stack();

    @Test
    void d18_addressesAreSignedAsTheVectors() {
        assertThat(
                "the arithmetic of this test is right",
                StreamAddress.sign(Deployment.PUSH_HOST, "8888_alice_1a2b", VECTOR_EXPIRY),
                is("rtmp://8888.livepush.myqcloud.com/live/8888_alice_1a2b?bizid=8888"
                        + "&txSecret=874127a40339c5b65fdb6413246f7f8f&txTime=70DBD880"));
        OldClient alice = OldClient.login(stack, DOUBLE);

        var push = StreamAddress.parse(alice.pushUrl(""));

        assertThat(push.host(), is(Deployment.PUSH_HOST));
        assertThat(push.streamId(), matchesPattern("8888_" + alice.userId + "_[0-9a-f]{8,}"));
        assertThat(push.isWellSigned(), is(true));
        long days = Duration.between(Instant.now(), Instant.ofEpochSecond(push.expiresAt()))
                .toHours();
        assertThat("about a week", days, both(greaterThanOrEqualTo(6 * 24L)).and(lessThanOrEqualTo(7 * 24L)));
        assertThat(StreamAddress.parse(alice.pushUrl("")).streamId(), not(is(push.streamId())));
    }

    @Test
    void d18_aMembersPlayAddressIsAcceleratedAndShortLived() {
        String room = Names.room();
        OldClient alice = OldClient.login(stack, DOUBLE);
        String pushUrl = alice.pushUrl(room);
        alice.addPusher(room, pushUrl).hasCode(0);

        Answer seen = alice.getPushers(room).hasCode(0);

        String streamId = StreamAddress.parse(pushUrl).streamId();
        assertThat(seen.text("mixedPlayURL"), is("https://play.example.com/live/" + streamId + ".flv"));
        var play = StreamAddress.parse(
                seen.json().path("pushers").path(0).path("accelerateURL").asText());
        assertThat(play.host(), is(Deployment.PLAY_HOST));
        assertThat(play.streamId(), is(streamId));
        assertThat(play.isWellSigned(), is(true));
        assertThat(
                Instant.ofEpochSecond(play.expiresAt()),
                lessThanOrEqualTo(Instant.now().plus(Duration.ofHours(24))));
    }

    @Test
    void d18_theVectorsPushAddressIsAcceptedFromItsOwnerAlone() {
        String vector = StreamAddress.sign(Deployment.PUSH_HOST, "8888_alice_1a2b", VECTOR_EXPIRY);
        OldClient alice = OldClient.login(stack, MULTI, "alice");
        String room = Names.room();

        OldClient.login(stack, MULTI).addPusher(room, vector).hasCode(2);
        alice.addPusher(room, vector.replace("txSecret=8", "txSecret=9")).hasCode(2);
        alice.addPusher(room, vector.replace(Deployment.PUSH_HOST, "evil.example.com"))
                .hasCode(2);
        alice.addPusher(room, StreamAddress.sign(Deployment.PUSH_HOST, "8888_alice_1a2b", 1469762325))
                .hasCode(2);
        alice.addPusher(room, vector.substring(0, vector.indexOf('?'))).hasCode(2);
        alice.addPusher(room, vector).hasCode(0);
    }

    @Test
    void d18_theTestAddressesAreOneStreamAndTheClockStreamIsFixed() {
        JsonNode test =
                Http.get(stack.origin() + "/weapp/utils/get_test_pushurl").json();
        JsonNode clock =
                Http.get(stack.origin() + "/weapp/utils/get_test_rtmpaccurl").json();

        var push = StreamAddress.parse(test.path("url_push").asText());
        String play = Deployment.PLAY_HOST + "/live/" + push.streamId();
        assertThat(push.isWellSigned(), is(true));
        assertThat(test.path("url_play_flv").asText(), is("http://" + play + ".flv"));
        assertThat(test.path("url_play_hls").asText(), is("http://" + play + ".m3u8"));
        assertThat(test.path("url_play_rtmp").asText(), is("rtmp://" + play));
        assertThat(StreamAddress.parse(test.path("url_play_acc").asText()).streamId(), is(push.streamId()));
        var clockStream = StreamAddress.parse(clock.path("url_rtmpacc").asText());
        assertThat(clockStream.streamId(), is("8888_testclock_rtmpacc"));
        assertThat(clockStream.isWellSigned(), is(true));
    }
}
