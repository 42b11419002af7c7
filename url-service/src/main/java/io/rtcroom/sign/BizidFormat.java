package io.rtcroom.sign;

import io.rtcroom.key.KeyRing;
import io.rtcroom.key.SignatureHash;
import io.rtcroom.key.Signed;
import java.time.Instant;
import java.util.Map;

/**
 * The original servers' form (protocol.md §6.1). The push key signs the accelerated play address too, over the same
 * string: whoever reads one can publish with it (§8.2 #21a). Clients need it all the same, so it only lives shorter.
 */
final class BizidFormat implements AddressFormat {
    private final StreamConfig config;
    private final KeyRing keys;
    private final String bizid;

    BizidFormat(StreamConfig config, KeyRing keys) {
        this.config = config;
        this.keys = keys;
        bizid = config.bizid()
                .orElseThrow(() -> new IllegalArgumentException(
                        "rtcroom.stream.bizid is required while rtcroom.stream.format is bizid"));
    }

    @Override
    public String namePrefix() {
        return bizid + "_";
    }

    @Override
    public Map<String, String> marks() {
        return Map.of("bizid", bizid);
    }

    @Override
    public Signed content(String streamName, TxTime until) {
        return new Signed(SignatureHash.MD5, streamName, until.text());
    }

    @Override
    public String publishUrl(StreamName name, TxTime until) {
        return config.pushBase() + signed(name, until);
    }

    @Override
    public StreamAddresses addresses(StreamName name, TxTime until, String publishUrl, Instant now) {
        var schemes = config.schemes();
        TxTime playUntil = TxTime.of(now.plus(config.accelerateTtl()));
        return new StreamAddresses(
                name.toString(),
                until.instant(),
                playUntil.instant(),
                publishUrl,
                config.playBase(schemes.accelerate()) + signed(name, playUntil),
                schemes.mixed().map(it -> config.playBase(it) + name + ".flv").orElse(null),
                schemes.flv().map(it -> config.playBase(it) + name + ".flv").orElse(null),
                schemes.hls().map(it -> config.playBase(it) + name + ".m3u8").orElse(null),
                schemes.rtmp().map(it -> config.playBase(it) + name).orElse(null),
                null);
    }

    /** The order of the parameters is the originals'. */
    private String signed(StreamName name, TxTime until) {
        String txSecret = keys.push().sign(content(name.toString(), until));
        return name + "?bizid=" + bizid + "&txSecret=" + txSecret + "&txTime=" + until.text();
    }
}
