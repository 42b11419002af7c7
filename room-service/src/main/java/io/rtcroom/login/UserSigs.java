package io.rtcroom.login;

import io.quarkus.runtime.Startup;
import io.rtcroom.credential.UserSigIssuer;
import io.rtcroom.credential.UserSigVerifier;
import io.rtcroom.credential.UserSigVerifier.Verdict;
import io.rtcroom.problem.ProblemException;
import io.rtcroom.problem.ProblemType;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/** Verifies and issues UserSigs with the configured keys; a key that cannot be read stops the start. */
@Startup
@Singleton
public class UserSigs {
    private static final Duration LIFE = Duration.ofDays(30);

    private final UserSigVerifier verifier;
    private final Optional<UserSigIssuer> issuer;
    private final Clock clock;
    private final long sdkAppId;

    public UserSigs(ImConfig config, Clock clock) {
        this.clock = clock;
        sdkAppId = config.sdkAppId();
        verifier = new UserSigVerifier(sdkAppId, config.secretKey(), config.publicKey());
        issuer = UserSigIssuer.of(sdkAppId, config.secretKey(), config.privateKey());
    }

    /** @throws ProblemException NOT_AUTHENTICATED unless it is the user's own, of the application, unexpired and signed */
    public void require(String userSig, String userId, long forSdkAppId) {
        Verdict verdict = forSdkAppId == sdkAppId && sdkAppId != 0
                ? verifier.verify(userSig, userId, clock.instant())
                : Verdict.OTHER_APP;
        if (verdict != Verdict.VALID)
            throw new ProblemException(ProblemType.NOT_AUTHENTICATED, "the UserSig is %s", verdict.text());
    }

    /** @throws ProblemException UNAVAILABLE if no signing key is configured */
    public String issue(String userId) {
        return issuer.map(keys -> keys.issue(userId, clock.instant(), LIFE))
                .orElseThrow(() -> new ProblemException(ProblemType.UNAVAILABLE, "no key for UserSigs is configured"));
    }
}
