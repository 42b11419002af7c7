package io.rtcroom.sign;

import io.rtcroom.key.KeyRing;
import io.rtcroom.key.KeyRings;
import io.rtcroom.key.SigningKey;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Our own form, for a media server that asks us: an address says and signs what it is for (publish or play), the stream
 * and so its user, the room, the session it was asked for in and the network of the client. Parameters are short,
 * because a media server takes no more than 256 characters of name and query.
 */
final class BoundFormat implements AddressFormat {
    private static final int UUID_BYTES = 16;

    private final StreamConfig config;
    private final KeyRings keys;

    BoundFormat(StreamConfig config, KeyRings keys) {
        this.config = config;
        this.keys = keys;
        if (keys.play().isEmpty())
            throw new IllegalArgumentException(
                    "rtcroom.stream.play-key is required while rtcroom.stream.format is bound");
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
        return config.pushBase() + issue.name() + query(keys.activePush(), Role.PUBLISH, issue);
    }

    /** Anybody in the room may play from anywhere, so a play address is not tied to the publisher's session and network. */
    @Override
    public StreamAddresses addresses(Issue issue, String publishUrl, Instant until) {
        Issue forAnybody = new Issue(issue.name(), new Binding(issue.binding().roomId(), null, null), issue.at());
        String query = keys.play()
                .active(issue.at())
                .map(key -> query(key, Role.PLAY, forAnybody))
                .orElseThrow(() -> new IllegalStateException("no play key is active"));
        return PlayUrls.of(config, issue.name(), query)
                .with(publishUrl, until, seconds(issue.until(config.boundTtl())));
    }

    @Override
    public Grant require(Role role, String streamName, Map<String, String> query, Instant now) {
        StreamName name = PublishUrl.requireName(namePrefix(), streamName);
        TxTime from = time(query, "iat");
        TxTime until = time(query, "exp");
        String text = text(role, streamName, query, from, until);
        KeyRing ring = role == Role.PUBLISH ? keys.push() : keys.play();
        PublishUrl.require(
                role.wire().equals(query.get("role"))
                        && ring.isSigned(part(query, "kid"), text, part(query, "sig"), now),
                "is not signed by this deployment for this");
        Binding binding = new Binding(query.get("room"), session(query.get("ses")), network(query.get("net")));
        return new Grant(role, name, binding, from.instant(), until.instant());
    }

    private String query(SigningKey key, Role role, Issue issue) {
        TxTime from = TxTime.of(issue.at());
        TxTime until = TxTime.of(issue.until(config.boundTtl()));
        Binding binding = issue.binding();
        var query =
                new StringBuilder("?kid=").append(key.kid()).append("&role=").append(role.wire());
        append(query, "room", binding.roomId());
        append(query, "ses", binding.session() == null ? null : compact(binding.session()));
        append(query, "net", binding.network());
        append(query, "iat", from.text());
        append(query, "exp", until.text());
        String text = text(role, issue.name().toString(), PublishUrl.query(query.substring(1)), from, until);
        return query.append("&sig=").append(key.sign(text)).toString();
    }

    /** What is signed: every part on a line of its own, an absent one as an empty line. */
    private static String text(Role role, String streamName, Map<String, String> query, TxTime from, TxTime until) {
        return String.join(
                "\n",
                "rtcroom-1",
                role.wire(),
                streamName,
                part(query, "room"),
                part(query, "ses"),
                part(query, "net"),
                from.text(),
                until.text());
    }

    private static void append(StringBuilder query, String name, Object value) {
        if (value != null) query.append('&').append(name).append('=').append(value);
    }

    private static String part(Map<String, String> query, String name) {
        return query.getOrDefault(name, "");
    }

    private static TxTime time(Map<String, String> query, String name) {
        return TxTime.parse(query.get(name)).orElseThrow(() -> PublishUrl.refused("has no " + name + " in hex"));
    }

    private static Instant seconds(Instant instant) {
        return Instant.ofEpochSecond(instant.getEpochSecond());
    }

    private static String compact(UUID session) {
        byte[] bytes = ByteBuffer.allocate(UUID_BYTES)
                .putLong(session.getMostSignificantBits())
                .putLong(session.getLeastSignificantBits())
                .array();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** Only what we have signed comes here. */
    private static UUID session(String text) {
        if (text == null) return null;
        ByteBuffer bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(text));
        return new UUID(bytes.getLong(), bytes.getLong());
    }

    private static Network network(String text) {
        return Optional.ofNullable(text).map(Network::new).orElse(null);
    }
}
