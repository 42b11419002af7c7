package io.rtcroom.sign;

import io.rtcroom.credential.Revocations;
import io.rtcroom.key.KeyRings;
import io.rtcroom.key.Keys;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;

/** The deployment of protocol.md §6's vectors, with whatever a test changes about it. */
final class Deployment {
    /** The expiry of the vectors, {@code 70DBD880}. */
    static final Instant T = Instant.parse("2030-01-01T00:00:00Z");

    static final String PUSH_KEY = "5d41402abc4b2a76b9719d911017c592";
    static final String OTHER_KEY = "7d793037a0760186574b0282f2f435e7";
    static final String PLAY_KEY = "9e107d9d372bb6826bd81d3542a419d6";

    private final Map<String, String> properties = new HashMap<>();

    private Deployment() {}

    static Deployment inBizidForm() {
        return new Deployment()
                .with("bizid", "8888")
                .with("push-host", "8888.livepush.myqcloud.com")
                .with("play-host", "play.example.com")
                .with("push-key", PUSH_KEY);
    }

    static Deployment inDomainForm() {
        return new Deployment()
                .with("format", "domain")
                .with("push-host", "push.example.com")
                .with("play-host", "play.example.com")
                .with("push-key", PUSH_KEY)
                .with("play-key", PLAY_KEY);
    }

    static Deployment inBoundForm() {
        return inDomainForm().with("format", "bound");
    }

    Deployment with(String key, String value) {
        properties.put("rtcroom.stream." + key, value);
        return this;
    }

    Deployment without(String key) {
        properties.remove("rtcroom.stream." + key);
        return this;
    }

    StreamConfig config() {
        return new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(StreamConfig.class)
                .withMappingIgnore("rtcroom.**")
                .withDefaultValues(properties)
                .build()
                .getConfigMapping(StreamConfig.class);
    }

    KeyRings keys() {
        return Keys.of(properties);
    }

    AddressFormat format() {
        return AddressFormat.of(config(), keys());
    }

    AddressVerifier verifier() {
        return new AddressVerifier(config(), format());
    }

    Streams streamsAt(Instant now) {
        return streamsAt(now, new Revocations(Clock.fixed(now, ZoneOffset.UTC)));
    }

    Streams streamsAt(Instant now, Revocations revocations) {
        var clock = Clock.fixed(now, ZoneOffset.UTC);
        return new Streams(config(), keys(), new VoidAddresses(revocations, config(), clock), clock);
    }

    /** The signing that makes an address of this form end then. */
    Issue issueUntil(StreamName name, Instant until) {
        return new Issue(name, Binding.NONE, until.minus(config().life()));
    }
}
