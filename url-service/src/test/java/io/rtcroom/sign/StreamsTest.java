package io.rtcroom.sign;

import static io.rtcroom.sign.Deployment.T;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rtcroom.credential.Revocation;
import io.rtcroom.credential.Revocations;
import io.rtcroom.problem.ProblemException;
import io.rtcroom.problem.ProblemType;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StreamsTest {
    private static final Duration LIFE = Duration.ofDays(7);

    @Test
    void aPublishAddressLivesSevenDaysAndASignedPlayAddressOne() {
        var addresses = Deployment.inBizidForm().streamsAt(T).create("alice", Binding.NONE);

        assertEquals(T.plus(LIFE), addresses.expiresAt());
        assertEquals(T.plus(Duration.ofHours(24)), addresses.playExpiresAt());
        assertTrue(addresses
                .pushUrl()
                .endsWith("&txTime=" + TxTime.of(addresses.expiresAt()).text()));
        assertTrue(addresses
                .accelerateUrl()
                .endsWith("&txTime=" + TxTime.of(addresses.playExpiresAt()).text()));
    }

    @Test
    void theBoundOnPlayAddressesIsNoExtension() {
        var addresses = Deployment.inBizidForm().with("ttl", "1h").streamsAt(T).create("alice", Binding.NONE);

        assertEquals(T.plus(Duration.ofHours(1)), addresses.playExpiresAt());
    }

    @Test
    void inDomainFormPlayAddressesLiveAsLong() {
        assertEquals(
                T.plus(LIFE),
                Deployment.inDomainForm()
                        .streamsAt(T)
                        .create("alice", Binding.NONE)
                        .playExpiresAt());
    }

    @Test
    void anExpiryIsAWholeSecond() {
        assertEquals(
                T.plus(LIFE),
                Deployment.inBizidForm()
                        .streamsAt(T.plusMillis(999))
                        .create("alice", Binding.NONE)
                        .expiresAt());
    }

    @Test
    void everyStreamIsNew() {
        var streams = Deployment.inBizidForm().streamsAt(T);

        assertNotEquals(
                streams.create("alice", Binding.NONE).streamId(),
                streams.create("alice", Binding.NONE).streamId());
    }

    @Test
    void anAddressInTheFirstHalfOfItsLifeIsKept() {
        var issued = Deployment.inBizidForm().streamsAt(T).create("alice", Binding.NONE);
        Instant later = T.plus(LIFE.dividedBy(2));

        var verified = Deployment.inBizidForm().streamsAt(later).verify("alice", issued.pushUrl());

        assertEquals(issued.pushUrl(), verified.pushUrl());
        assertEquals(issued.expiresAt(), verified.expiresAt());
        assertEquals(later.plus(Duration.ofHours(24)), verified.playExpiresAt(), "play addresses are always fresh");
    }

    @Test
    void anAddressPastHalfItsLifeIsSignedAnew() {
        var issued = Deployment.inBizidForm().streamsAt(T).create("alice", Binding.NONE);
        Instant later = T.plus(LIFE.dividedBy(2)).plusSeconds(1);

        var verified = Deployment.inBizidForm().streamsAt(later).verify("alice", issued.pushUrl());

        assertEquals(issued.streamId(), verified.streamId());
        assertEquals(later.plus(LIFE), verified.expiresAt());
        assertEquals(verified, Deployment.inBizidForm().streamsAt(later).verify("alice", verified.pushUrl()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"bizid", "domain"})
    void aRenewedStreamKeepsItsName(String form) {
        var deployment = form.equals("bizid") ? Deployment.inBizidForm() : Deployment.inDomainForm();
        var issued = deployment.streamsAt(T).create("alice", Binding.NONE);

        var renewed =
                deployment.streamsAt(T.plus(LIFE.multipliedBy(3))).renew("alice", issued.streamId(), Binding.NONE);

        assertEquals(issued.streamId(), renewed.streamId());
        assertEquals(T.plus(LIFE.multipliedBy(4)), renewed.expiresAt());
    }

    @ParameterizedTest
    @ValueSource(strings = {"8888_bob_1a2b", "9999_alice_1a2b", "alice_1a2b", "8888_alice", "", "8888_alice_1a2b_3c4d"})
    void aStreamOfAnotherIsNotRenewed(String streamId) {
        var streams = Deployment.inBizidForm().streamsAt(T);

        var refusal = assertThrows(ProblemException.class, () -> streams.renew("alice", streamId, Binding.NONE));

        assertEquals(ProblemType.INVALID_STREAM_ADDRESS, refusal.type());
        assertEquals("streamId", refusal.field());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whoComesBackAfterARevocationGetsAnotherAddressOfTheSameStream(boolean ofUser) {
        var revocations = new Revocations(Clock.fixed(T, ZoneOffset.UTC));
        var issued = Deployment.inBizidForm().streamsAt(T).create("alice", Binding.NONE);
        long at = T.plusMillis(400).toEpochMilli();
        var streams = Deployment.inBizidForm().streamsAt(T.plusMillis(800), revocations);
        revocations.add(ofUser ? Revocation.ofUser("alice", 1, at) : Revocation.ofStream(issued.streamId(), at));

        var again = streams.verify("alice", issued.pushUrl());

        assertEquals(issued.streamId(), again.streamId());
        assertThrows(ProblemException.class, () -> admit(streams, issued.pushUrl()));
        assertEquals(issued.streamId(), admit(streams, again.pushUrl()).name().toString());
    }

    @Test
    void aRevokedTokenTakesItsAddressesAlong() {
        var revocations = new Revocations(Clock.fixed(T, ZoneOffset.UTC));
        var session = UUID.randomUUID();
        var streams = Deployment.inBoundForm().streamsAt(T, revocations);
        String pushUrl =
                streams.create("alice", new Binding("r1", session, null)).pushUrl();
        assertEquals("r1", admit(streams, pushUrl).binding().roomId());

        revocations.add(Revocation.ofToken(session, T.plus(LIFE).getEpochSecond()));

        assertThrows(ProblemException.class, () -> admit(streams, pushUrl));
    }

    private static Grant admit(Streams streams, String pushUrl) {
        var url = PublishUrl.parse(pushUrl);
        return streams.admit(Role.PUBLISH, url.app(), url.name(), url.query());
    }

    @Test
    void noSignedAddressIsPrinted() {
        var addresses = Deployment.inDomainForm().streamsAt(T).create("alice", Binding.NONE);

        assertFalse(addresses.toString().contains("txSecret"));
        assertFalse(PublishUrl.parse(addresses.pushUrl()).toString().contains("txSecret"));
    }
}
