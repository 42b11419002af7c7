package io.rtcroom.sign;

import io.quarkus.runtime.Startup;
import io.rtcroom.key.KeyRings;
import io.rtcroom.problem.ProblemException;
import io.rtcroom.problem.ProblemType;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** The streams of this deployment. Nothing is stored: a name proves its owner and a signature its origin. */
@Startup // an incomplete configuration stops the service, not the first call
@Singleton
public class Streams {
    /** The vendor's demonstration stream, which shows a clock (protocol.md §3.1). */
    private static final String CLOCK = "testclock";

    private static final String CLOCK_SUFFIX = "rtmpacc";

    private final StreamConfig config;
    private final AddressFormat format;
    private final AddressVerifier verifier;
    private final VoidAddresses voids;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    Streams(StreamConfig config, KeyRings keys, VoidAddresses voids, Clock clock) {
        this.config = config;
        this.voids = voids;
        this.clock = clock;
        format = AddressFormat.of(config, keys);
        verifier = new AddressVerifier(config, format);
    }

    /** A stream that has never been. */
    StreamAddresses create(String userId, Binding binding) {
        return sign(StreamName.create(format.namePrefix(), userId, random), binding);
    }

    /**
     * The stream that a user says they publish to, with the address they have, or a new one past half its life. Who has
     * left and comes back with the address of before gets a new one too: a media server refuses the old one.
     */
    StreamAddresses verify(String userId, String pushUrl) {
        Instant now = clock.instant();
        Grant grant = verifier.verify(userId, pushUrl, now);
        if (isVoid(grant) || grant.until().isBefore(now.plus(config.renewUnder())))
            return sign(grant.name(), grant.binding());
        return format.addresses(issue(grant.name(), grant.binding()), pushUrl, grant.until());
    }

    /** Fresh addresses for a stream of the user. */
    StreamAddresses renew(String userId, String streamId, Binding binding) {
        return find(streamId)
                .filter(name -> name.userId().equals(userId))
                .map(name -> sign(name, binding))
                .orElseThrow(() -> ProblemException.ofField(
                        ProblemType.INVALID_STREAM_ADDRESS, "streamId", "streamId is no stream of " + userId));
    }

    StreamAddresses clock() {
        return sign(new StreamName(format.namePrefix(), CLOCK, CLOCK_SUFFIX), Binding.NONE);
    }

    /** The parts of a name, if it is one of ours. */
    public Optional<StreamName> find(String streamId) {
        return StreamName.parse(format.namePrefix(), streamId);
    }

    /**
     * What a client may do who came to a media server with this address.
     *
     * @param query decoded as the media server passes it on, the first of repeated keys counting
     * @throws ProblemException INVALID_STREAM_ADDRESS
     */
    public Grant admit(Role role, String app, String streamId, Map<String, String> query) {
        PublishUrl.require(config.appName().equals(app), "is for another application");
        Grant grant = verifier.requireUnexpired(role, streamId, query, clock.instant());
        PublishUrl.require(!isVoid(grant), "has been revoked");
        return grant;
    }

    /** What the address of a client says that a media server let in a while ago; nothing if it can no longer be told. */
    public Optional<Grant> recall(Role role, String streamId, Map<String, String> query) {
        try {
            return Optional.of(format.require(role, streamId, query, clock.instant()));
        } catch (ProblemException e) {
            return Optional.empty();
        }
    }

    /** Whether what gave this right has been taken back since. */
    public boolean isVoid(Grant grant) {
        return voids.has(grant);
    }

    private StreamAddresses sign(StreamName name, Binding binding) {
        Issue issue = issue(name, binding);
        return format.addresses(
                issue,
                format.publishUrl(issue),
                Instant.ofEpochSecond(issue.until(config.life()).getEpochSecond()));
    }

    /** An address says whole seconds: one that is signed in the second of a revocation must count as signed after it. */
    private Issue issue(StreamName name, Binding binding) {
        Instant now = clock.instant();
        Instant soonest = voids.until(name).plusSeconds(1);
        return new Issue(name, binding, now.isAfter(soonest) ? now : soonest);
    }
}
