package io.rtcroom.sign;

import java.time.Instant;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** An expiry as an address writes it: epoch seconds in hex. The text is kept as received, because it is what was signed. */
record TxTime(String text) {
    /** Twelve digits reach the year 8 million; more would overflow. */
    private static final Pattern HEX = Pattern.compile("[0-9A-Fa-f]{1,12}");

    TxTime {
        if (!HEX.matcher(text).matches()) throw new IllegalArgumentException("not a txTime");
    }

    static TxTime of(Instant instant) {
        return new TxTime(Long.toHexString(instant.getEpochSecond()).toUpperCase(Locale.ROOT));
    }

    static Optional<TxTime> parse(String text) {
        return text != null && HEX.matcher(text).matches() ? Optional.of(new TxTime(text)) : Optional.empty();
    }

    Instant instant() {
        return Instant.ofEpochSecond(HexFormat.fromHexDigitsToLong(text));
    }

    /** An address is good through the second it names (protocol.md §6.3). */
    boolean isPast(Instant now) {
        return instant().getEpochSecond() < now.getEpochSecond();
    }
}
