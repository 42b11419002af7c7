package io.rtcroom.sign;

import java.time.Instant;

/**
 * What a well-signed address says. Whether it has expired or been revoked since is another question.
 *
 * @param issuedAt at the latest: forms that do not say it have it reckoned back from the expiry
 */
public record Grant(Role role, StreamName name, Binding binding, Instant issuedAt, Instant until) {
    /** An address is good through the second it names (protocol.md §6.3). */
    public boolean isPast(Instant now) {
        return until.getEpochSecond() < now.getEpochSecond();
    }
}
