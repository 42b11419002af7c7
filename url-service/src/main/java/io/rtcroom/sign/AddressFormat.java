package io.rtcroom.sign;

import io.rtcroom.key.KeyRings;
import java.time.Instant;
import java.util.Map;

/** One way to write names and addresses; a deployment speaks exactly one. */
sealed interface AddressFormat permits BizidFormat, BoundFormat, DomainFormat {
    /** What every stream name begins with. */
    String namePrefix();

    /** What the query of an address holds besides the signature. */
    Map<String, String> marks();

    String publishUrl(Issue issue);

    /** The whole set around a publish address that is good until then; its play addresses are signed now. */
    StreamAddresses addresses(Issue issue, String publishUrl, Instant until);

    /**
     * What an address says, if it is signed by a key in force for this role.
     *
     * @throws io.rtcroom.problem.ProblemException INVALID_STREAM_ADDRESS
     */
    Grant require(Role role, String streamName, Map<String, String> query, Instant now);

    static AddressFormat of(StreamConfig config, KeyRings keys) {
        return switch (config.format()) {
            case BIZID -> new BizidFormat(config, keys);
            case DOMAIN -> new DomainFormat(config, keys);
            case BOUND -> new BoundFormat(config, keys);
        };
    }
}
