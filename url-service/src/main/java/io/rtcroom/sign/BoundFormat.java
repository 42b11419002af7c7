package io.rtcroom.sign;

import io.rtcroom.key.KeyRing;
import io.rtcroom.key.KeyRings;
import io.rtcroom.key.SigningKey;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
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
    /** Characters of name and query together. */
    private static final int LONGEST = 256;

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private final StreamConfig config;
    private final KeyRings keys;
    private final String pushBase;

    BoundFormat(StreamConfig config, KeyRings keys) {
        this.config = config;
        this.keys = keys;
        pushBase = config.pushBase();
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
        Claims claims = claims(Role.PUBLISH, issue);
        return claims.signed(
                keys.activePush(), new StringBuilder(LONGEST).append(pushBase).append(claims.stream()));
    }

    /** Anybody in the room may play from anywhere, so a play address is not tied to the publisher's session and network. */
    @Override
    public StreamAddresses addresses(Issue issue, String publishUrl, Instant until) {
        Issue forAnybody = new Issue(issue.name(), new Binding(issue.binding().roomId(), null, null), issue.at());
        String query = keys.play()
                .active(issue.at())
                .map(key -> claims(Role.PLAY, forAnybody).signed(key, new StringBuilder(LONGEST)))
                .orElseThrow(() -> new IllegalStateException("no play key is active"));
        return PlayUrls.of(config, issue.name(), query)
                .with(publishUrl, until, seconds(issue.until(config.boundTtl())));
    }

    @Override
    public Grant require(Role role, String streamName, Map<String, String> query, Instant now) {
        StreamName name = PublishUrl.requireName(namePrefix(), streamName);
        TxTime from = time(query, "iat");
        TxTime until = time(query, "exp");
        var claims =
                new Claims(role, streamName, part(query, "room"), part(query, "ses"), part(query, "net"), from, until);
        KeyRing ring = role == Role.PUBLISH ? keys.push() : keys.play();
        PublishUrl.require(
                role.wire().equals(query.get("role"))
                        && ring.isSigned(part(query, "kid"), claims.text(), part(query, "sig"), now),
                "is not signed by this deployment for this");
        Binding binding = new Binding(
                stated(query, "room").orElse(null),
                stated(query, "ses").map(BoundFormat::session).orElse(null),
                stated(query, "net").map(Network::new).orElse(null));
        return new Grant(role, name, binding, from.instant(), until.instant());
    }

    private Claims claims(Role role, Issue issue) {
        Binding binding = issue.binding();
        return new Claims(
                role,
                issue.name().toString(),
                binding.roomId() == null ? "" : binding.roomId(),
                binding.session() == null ? "" : compact(binding.session()),
                binding.network() == null ? "" : binding.network().text(),
                TxTime.of(issue.at()),
                TxTime.of(issue.until(config.boundTtl())));
    }

    /** What an address says and signs; what it does not say is empty. */
    private record Claims(
            Role role, String stream, String room, String session, String network, TxTime from, TxTime until) {
        /** What is signed: every part on a line of its own. */
        String text() {
            return "rtcroom-1\n" + role.wire() + '\n' + stream + '\n' + room + '\n' + session + '\n' + network + '\n'
                    + from.text() + '\n' + until.text();
        }

        /** The query with its signature, at the end of an address. */
        String signed(SigningKey key, StringBuilder address) {
            address.append("?kid=").append(key.kid()).append("&role=").append(role.wire());
            append(address, "&room=", room);
            append(address, "&ses=", session);
            append(address, "&net=", network);
            address.append("&iat=").append(from.text()).append("&exp=").append(until.text());
            return address.append("&sig=").append(key.sign(text())).toString();
        }

        private static void append(StringBuilder address, String name, String value) {
            if (!value.isEmpty()) address.append(name).append(value);
        }
    }

    private static String part(Map<String, String> query, String name) {
        return query.getOrDefault(name, "");
    }

    /** A part without a value is signed as one that is not there, so a client may append it to any address. */
    private static Optional<String> stated(Map<String, String> query, String name) {
        return Optional.of(part(query, name)).filter(value -> !value.isEmpty());
    }

    private static TxTime time(Map<String, String> query, String name) {
        return TxTime.parse(query.get(name))
                .orElseThrow(() -> PublishUrl.refused("has no " + name + " of 8 hex digits"));
    }

    private static Instant seconds(Instant instant) {
        return Instant.ofEpochSecond(instant.getEpochSecond());
    }

    private static String compact(UUID session) {
        byte[] bytes = new byte[UUID_BYTES];
        LONG.set(bytes, 0, session.getMostSignificantBits());
        LONG.set(bytes, Long.BYTES, session.getLeastSignificantBits());
        return BASE64.encodeToString(bytes);
    }

    /** Only what we have signed comes here. */
    private static UUID session(String text) {
        ByteBuffer bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(text));
        return new UUID(bytes.getLong(), bytes.getLong());
    }
}
