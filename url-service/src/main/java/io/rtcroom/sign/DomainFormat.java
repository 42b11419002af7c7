package io.rtcroom.sign;

import io.rtcroom.key.KeyRings;
import io.rtcroom.key.SigningKey;
import java.time.Instant;
import java.util.Map;

/** The vendor's current form (protocol.md §6.2): publishing and playing have keys of their own. */
final class DomainFormat implements AddressFormat {
    private final StreamConfig config;
    private final KeyRings keys;
    private final String pushBase;
    private final TxSignature signature;

    DomainFormat(StreamConfig config, KeyRings keys) {
        this.config = config;
        this.keys = keys;
        pushBase = config.pushBase();
        signature = new TxSignature(config.hash());
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
    public String publishUrl(Issue issue) {
        String name = issue.name().toString();
        return pushBase + name + query(keys.activePush(), name, TxTime.of(issue.until(config.ttl())));
    }

    @Override
    public StreamAddresses addresses(Issue issue, String publishUrl, Instant until) {
        TxTime playUntil = TxTime.of(issue.until(config.ttl()));
        String query = keys.play()
                .active(issue.at())
                .map(key -> query(key, issue.name().toString(), playUntil))
                .orElse("");
        return PlayUrls.of(config, issue.name(), query)
                .with(publishUrl, until, query.isEmpty() ? null : playUntil.instant());
    }

    /** Where play addresses are not signed, whoever knows a stream's name may play it. */
    @Override
    public Grant require(Role role, String streamName, Map<String, String> query, Instant now) {
        StreamName name = PublishUrl.requireName(namePrefix(), streamName);
        if (role == Role.PLAY && keys.play().isEmpty()) return new Grant(role, name, Binding.NONE, now, now);
        var ring = role == Role.PUBLISH ? keys.push() : keys.play();
        Instant until = signature.require(ring, streamName, query, now).instant();
        return new Grant(role, name, Binding.NONE, until.minus(config.ttl()), until);
    }

    /** The suffix of a file is no part of what is signed. */
    private String query(SigningKey key, String streamName, TxTime until) {
        return "?" + signature.query(key, streamName, until);
    }
}
