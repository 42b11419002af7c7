package io.rtcroom.sign;

import java.time.Instant;
import java.util.Map;

/**
 * Decides whether a publish address is one that this deployment issued to a user (protocol.md §6.3, §8.2 #21). A refusal
 * names what is wrong, never what would have been right.
 */
final class AddressVerifier {
    private final StreamConfig config;
    private final AddressFormat format;

    AddressVerifier(StreamConfig config, AddressFormat format) {
        this.config = config;
        this.format = format;
    }

    Grant verify(String userId, String pushUrl, Instant now) {
        PublishUrl url = PublishUrl.parse(pushUrl);
        requireOurs(url);
        Grant grant = requireUnexpired(Role.PUBLISH, url.name(), url.query(), now);
        PublishUrl.require(grant.name().userId().equals(userId), "names a stream of another user");
        return grant;
    }

    /** What the address of a client that stands before a media server says. */
    Grant requireUnexpired(Role role, String streamName, Map<String, String> query, Instant now) {
        Grant grant = format.require(role, streamName, query, now);
        PublishUrl.require(!grant.isPast(now), "expired at " + grant.until());
        return grant;
    }

    private void requireOurs(PublishUrl url) {
        PublishUrl.require(url.scheme().equals(config.schemes().push()), "has another scheme");
        PublishUrl.require(url.host().equalsIgnoreCase(config.pushHost()), "is for another host");
        PublishUrl.require(url.app().equals(config.appName()), "is for another application");
        for (Map.Entry<String, String> mark : format.marks().entrySet())
            PublishUrl.require(mark.getValue().equals(url.query().get(mark.getKey())), "has another " + mark.getKey());
    }
}
