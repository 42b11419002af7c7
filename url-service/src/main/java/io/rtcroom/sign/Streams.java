package io.rtcroom.sign;

import io.quarkus.runtime.Startup;
import io.rtcroom.key.KeyRing;
import io.rtcroom.problem.ProblemException;
import io.rtcroom.problem.ProblemType;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;

/** The streams of this deployment. Nothing is stored: a name proves its owner and a signature its origin. */
@Startup // an incomplete configuration stops the service, not the first call
@Singleton
class Streams {
    /** The vendor's demonstration stream, which shows a clock (protocol.md §3.1). */
    private static final String CLOCK = "testclock";

    private static final String CLOCK_SUFFIX = "rtmpacc";

    private final StreamConfig config;
    private final AddressFormat format;
    private final AddressVerifier verifier;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    Streams(StreamConfig config, KeyRing keys, Clock clock) {
        this.config = config;
        this.clock = clock;
        format = AddressFormat.of(config, keys);
        verifier = new AddressVerifier(config, format, keys);
    }

    /** A stream that has never been. */
    StreamAddresses create(String userId) {
        return sign(StreamName.create(format.namePrefix(), userId, random));
    }

    /** The stream that a user says they publish to, with the address they have, or a new one past half its life. */
    StreamAddresses verify(String userId, String pushUrl) {
        Instant now = clock.instant();
        var verified = verifier.verify(userId, pushUrl, now);
        if (verified.until().instant().isBefore(now.plus(config.renewUnder()))) return sign(verified.name());
        return format.addresses(verified.name(), verified.until(), pushUrl, now);
    }

    /** Fresh addresses for a stream of the user. */
    StreamAddresses renew(String userId, String streamId) {
        return StreamName.parse(format.namePrefix(), streamId)
                .filter(name -> name.userId().equals(userId))
                .map(this::sign)
                .orElseThrow(() -> ProblemException.ofField(
                        ProblemType.INVALID_STREAM_ADDRESS, "streamId", "streamId is no stream of " + userId));
    }

    StreamAddresses clock() {
        return sign(new StreamName(format.namePrefix(), CLOCK, CLOCK_SUFFIX));
    }

    private StreamAddresses sign(StreamName name) {
        Instant now = clock.instant();
        TxTime until = TxTime.of(now.plus(config.ttl()));
        return format.addresses(name, until, format.publishUrl(name, until), now);
    }
}
