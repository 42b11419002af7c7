package io.rtcroom.sign;

import io.rtcroom.key.KeyRing;
import io.rtcroom.key.Signed;
import java.time.Instant;
import java.util.Map;

/** One way to write names and addresses; a deployment speaks exactly one. */
sealed interface AddressFormat permits BizidFormat, DomainFormat {
    /** What every stream name begins with. */
    String namePrefix();

    /** What the query of an address holds besides the signature. */
    Map<String, String> marks();

    Signed content(String streamName, TxTime until);

    String publishUrl(StreamName name, TxTime until);

    /** The whole set around a publish address; the life of its play addresses starts now. */
    StreamAddresses addresses(StreamName name, TxTime until, String publishUrl, Instant now);

    static AddressFormat of(StreamConfig config, KeyRing keys) {
        return switch (config.format()) {
            case BIZID -> new BizidFormat(config, keys);
            case DOMAIN -> new DomainFormat(config, keys);
        };
    }
}
