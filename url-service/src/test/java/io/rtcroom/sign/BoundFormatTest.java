package io.rtcroom.sign;

import static io.rtcroom.sign.Deployment.T;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rtcroom.problem.ProblemException;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BoundFormatTest {
    private static final StreamName ALICE = new StreamName("", "alice", "1a2b");
    private static final UUID SESSION = UUID.fromString("0193f1e0-5f3a-7c11-9a77-3f2c9d1b8e42");
    private static final Binding BINDING = new Binding("r1", SESSION, new Network("203.0.113.0/24"));

    private final AddressFormat format = Deployment.inBoundForm().format();
    private final Issue issue = new Issue(ALICE, BINDING, T.minus(Duration.ofHours(12)));

    @Test
    void anAddressSaysWhatItIsBoundTo() {
        var grant = require(Role.PUBLISH, format.publishUrl(issue));

        assertEquals(new Grant(Role.PUBLISH, ALICE, BINDING, issue.at(), T), grant);
    }

    @Test
    void aPlayAddressIsForAnybodyInTheRoom() {
        var grant = require(Role.PLAY, format.addresses(issue, "", T).rtmpUrl());

        assertEquals(new Binding("r1", null, null), grant.binding());
        assertEquals(T, grant.until());
    }

    @Test
    void anAddressForOneThingIsNoneForTheOther() {
        String publish = format.publishUrl(issue);
        String play = format.addresses(issue, publish, T).accelerateUrl();

        assertThrows(ProblemException.class, () -> require(Role.PLAY, publish));
        assertThrows(ProblemException.class, () -> require(Role.PUBLISH, play));
        assertThrows(ProblemException.class, () -> require(Role.PUBLISH, play.replace("role=play", "role=push")));
    }

    @ParameterizedTest
    @CsvSource({
        "room=r1, room=r2",
        "&room=r1, ''",
        "net=203.0.113.0/24, net=0.0.0.0/0",
        "&net=203.0.113.0/24, ''",
        "exp=70DBD880, exp=70DBD881",
        "role=push, role=play",
        "kid=main, kid=backup",
        "&ses=, &sess=",
        "alice_1a2b, alice_1a2c",
        "alice_1a2b, bob_1a2b",
        "sig=, sig=A",
        "&sig=, &gis=",
        "&exp=, &pex=",
        "&iat=, &iat=0"
    })
    void anAddressWithAnotherPartIsRefused(String part, String other) {
        String url = format.publishUrl(issue);
        String changed = url.replace(part, other);
        assertFalse(url.equals(changed), url);

        assertThrows(ProblemException.class, () -> require(Role.PUBLISH, changed));
    }

    /** It is signed as one that is not there, so whoever has an address may append it. */
    @ParameterizedTest
    @ValueSource(strings = {"&ses=", "&net=", "&room=", "&ses", "&net", "&room=&ses=&net="})
    void aPartWithoutAValueIsNone(String more) {
        var unbound = new Issue(ALICE, Binding.NONE, issue.at());

        var grant = require(Role.PUBLISH, format.publishUrl(unbound) + more);

        assertEquals(new Grant(Role.PUBLISH, ALICE, Binding.NONE, issue.at(), T), grant);
    }

    /** Of name and query together nginx-rtmp keeps 256 characters. */
    @Test
    void theLongestAddressFitsAMediaServer() {
        var longest = new Issue(
                new StreamName("", "u".repeat(32), "0123456789abcdef"),
                new Binding("r".repeat(48), SESSION, new Network("ffff:ffff:ffff:ffff::/64")),
                T);

        String url = format.publishUrl(longest);

        assertTrue(url.substring(url.lastIndexOf("/live/") + 6).length() < 256, url);
    }

    @ParameterizedTest
    @CsvSource({
        "203.0.113.0/24, 203.0.113.7, true",
        "203.0.113.0/24, 203.0.114.7, false",
        "203.0.113.128/25, 203.0.113.200, true",
        "203.0.113.128/25, 203.0.113.100, false",
        "203.0.113.7, 203.0.113.7, true",
        "203.0.113.7, 203.0.113.8, false",
        "0.0.0.0/0, 198.51.100.1, true",
        "2001:db8::/32, 2001:db8:1::1, true",
        "2001:db8::/32, 203.0.113.7, false",
        "203.0.113.0/24, unix:, false"
    })
    void aNetworkHasItsAddresses(String network, String address, boolean has) {
        assertEquals(has, new Network(network).has(address));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "example.com", "203.0.113.0/33", "203.0.113/24/24", "::/129", "203.0.113.256"})
    void whatIsNoNetworkIsRefused(String text) {
        assertTrue(Network.parse(text).isEmpty(), text);
    }

    private Grant require(Role role, String url) {
        var parts = PublishUrl.parse(url);
        return format.require(role, parts.name(), parts.query(), T);
    }
}
