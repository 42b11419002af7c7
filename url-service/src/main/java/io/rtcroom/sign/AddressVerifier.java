package io.rtcroom.sign;

import io.rtcroom.key.KeyRing;
import java.time.Instant;
import java.util.Map;

/**
 * Decides whether a publish address is one that this deployment issued to a user (protocol.md §6.3, §8.2 #21). A refusal
 * names what is wrong, never what would have been right.
 */
final class AddressVerifier {
    /** What a good address proves. */
    record Verified(StreamName name, TxTime until) {}

    private final StreamConfig config;
    private final AddressFormat format;
    private final KeyRing keys;

    AddressVerifier(StreamConfig config, AddressFormat format, KeyRing keys) {
        this.config = config;
        this.format = format;
        this.keys = keys;
    }

    Verified verify(String userId, String pushUrl, Instant now) {
        PublishUrl url = PublishUrl.parse(pushUrl);
        requireOurs(url);
        TxTime until = requireSigned(url, now);
        StreamName name = StreamName.parse(format.namePrefix(), url.name())
                .filter(it -> it.userId().equals(userId))
                .orElseThrow(() -> PublishUrl.refused("names a stream of another user"));
        return new Verified(name, until);
    }

    private void requireOurs(PublishUrl url) {
        require(url.scheme().equals(config.schemes().push()), "has another scheme");
        require(url.host().equalsIgnoreCase(config.pushHost()), "is for another host");
        require(url.app().equals(config.appName()), "is for another application");
        for (Map.Entry<String, String> mark : format.marks().entrySet())
            require(mark.getValue().equals(url.query().get(mark.getKey())), "has another " + mark.getKey());
    }

    private TxTime requireSigned(PublishUrl url, Instant now) {
        TxTime until =
                TxTime.parse(url.query().get("txTime")).orElseThrow(() -> PublishUrl.refused("has no txTime in hex"));
        String signature = url.query().get("txSecret");
        require(signature != null, "has no txSecret");
        require(keys.isPushSigned(format.content(url.name(), until), signature), "is not signed by this deployment");
        require(!until.isPast(now), "expired at " + until.instant());
        return until;
    }

    private static void require(boolean condition, String refusal) {
        if (!condition) throw PublishUrl.refused(refusal);
    }
}
