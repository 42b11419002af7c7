package io.rtcroom.sign;

import io.rtcroom.key.KeyRing;
import io.rtcroom.key.Signed;
import io.rtcroom.key.SigningKey;
import java.time.Instant;
import java.util.Map;

/** The vendor's current form (protocol.md §6.2): publishing and playing have keys of their own. */
final class DomainFormat implements AddressFormat {
    private final StreamConfig config;
    private final KeyRing keys;

    DomainFormat(StreamConfig config, KeyRing keys) {
        this.config = config;
        this.keys = keys;
    }

    @Override
    public String namePrefix() {
        return "";
    }

    @Override
    public Map<String, String> marks() {
        return Map.of();
    }

    @Override
    public Signed content(String streamName, TxTime until) {
        return new Signed(config.hash(), streamName, until.text());
    }

    @Override
    public String publishUrl(StreamName name, TxTime until) {
        return config.pushBase() + name + query(keys.push(), name, until);
    }

    @Override
    public StreamAddresses addresses(StreamName name, TxTime until, String publishUrl, Instant now) {
        var schemes = config.schemes();
        TxTime playUntil = TxTime.of(now.plus(config.ttl()));
        String query = keys.play().map(key -> query(key, name, playUntil)).orElse("");
        return new StreamAddresses(
                name.toString(),
                until.instant(),
                query.isEmpty() ? null : playUntil.instant(),
                publishUrl,
                config.playBase(schemes.accelerate()) + name + query,
                schemes.mixed()
                        .map(it -> config.playBase(it) + name + ".flv" + query)
                        .orElse(null),
                schemes.flv()
                        .map(it -> config.playBase(it) + name + ".flv" + query)
                        .orElse(null),
                schemes.hls()
                        .map(it -> config.playBase(it) + name + ".m3u8" + query)
                        .orElse(null),
                schemes.rtmp().map(it -> config.playBase(it) + name + query).orElse(null),
                schemes.webrtc().map(it -> config.playBase(it) + name + query).orElse(null));
    }

    /** The suffix of a file is no part of what is signed. */
    private String query(SigningKey key, StreamName name, TxTime until) {
        return "?txSecret=" + key.sign(content(name.toString(), until)) + "&txTime=" + until.text();
    }
}
