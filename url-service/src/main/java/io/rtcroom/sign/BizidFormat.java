package io.rtcroom.sign;

import io.rtcroom.key.KeyRings;
import io.rtcroom.key.SignatureHash;
import java.time.Instant;
import java.util.Map;

/**
 * The original servers' form (protocol.md §6.1). The push key signs the accelerated play address too, over the same
 * string: whoever reads one can publish with it (§8.2 #21a). Clients need it all the same, so it only lives shorter.
 */
final class BizidFormat implements AddressFormat {
    private static final TxSignature SIGNATURE = new TxSignature(SignatureHash.MD5);

    private final StreamConfig config;
    private final KeyRings keys;
    private final String pushBase;
    private final String bizid;

    BizidFormat(StreamConfig config, KeyRings keys) {
        this.config = config;
        this.keys = keys;
        pushBase = config.pushBase();
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
    public String publishUrl(Issue issue) {
        return pushBase + signed(issue.name(), TxTime.of(issue.until(config.ttl())));
    }

    @Override
    public StreamAddresses addresses(Issue issue, String publishUrl, Instant until) {
        var schemes = config.schemes();
        StreamName name = issue.name();
        TxTime playUntil = TxTime.of(issue.until(config.accelerateTtl()));
        return new StreamAddresses(
                name.toString(),
                until,
                playUntil.instant(),
                publishUrl,
                config.playBase(schemes.accelerate()) + signed(name, playUntil),
                schemes.mixed().map(it -> config.playBase(it) + name + ".flv").orElse(null),
                schemes.flv().map(it -> config.playBase(it) + name + ".flv").orElse(null),
                schemes.hls().map(it -> config.playBase(it) + name + ".m3u8").orElse(null),
                schemes.rtmp().map(it -> config.playBase(it) + name).orElse(null),
                null);
    }

    /**
     * A play address that ends later than one issued now would be is a publish address; it only plays its owner's stream.
     */
    @Override
    public Grant require(Role role, String streamName, Map<String, String> query, Instant now) {
        StreamName name = PublishUrl.requireName(namePrefix(), streamName);
        Instant until = SIGNATURE.require(keys.push(), streamName, query, now).instant();
        boolean isPlay = role == Role.PLAY && !until.isAfter(now.plus(config.accelerateTtl()));
        Instant issuedAt = until.minus(isPlay ? config.accelerateTtl() : config.ttl());
        return new Grant(role, name, Binding.NONE, issuedAt, until);
    }

    /** The order of the parameters is the originals'. */
    private String signed(StreamName name, TxTime until) {
        String text = name.toString();
        return text + "?bizid=" + bizid + "&" + SIGNATURE.query(keys.activePush(), text, until);
    }
}
