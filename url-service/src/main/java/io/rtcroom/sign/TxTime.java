package io.rtcroom.sign;

import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;

/** An expiry as an address writes it: epoch seconds in hex. The text is kept as received, because it is what was signed. */
record TxTime(String text) {
    /** They reach the year 8 million; more would overflow. */
    private static final int DIGITS = 12;

    private static final HexFormat UPPER_CASE = HexFormat.of().withUpperCase();

    TxTime {
        if (!isHex(text)) throw new IllegalArgumentException("not a txTime");
    }

    static TxTime of(Instant instant) {
        long second = instant.getEpochSecond();
        int digits = Math.max(1, Math.ceilDiv(Long.SIZE - Long.numberOfLeadingZeros(second), 4));
        return new TxTime(UPPER_CASE.toHexDigits(second, digits));
    }

    static Optional<TxTime> parse(String text) {
        return text != null && isHex(text) ? Optional.of(new TxTime(text)) : Optional.empty();
    }

    /** Digit by digit: a pattern costs as much as the hash of an address. */
    private static boolean isHex(String text) {
        for (int i = 0; i < text.length(); i++) if (!HexFormat.isHexDigit(text.charAt(i))) return false;
        return !text.isEmpty() && text.length() <= DIGITS;
    }

    Instant instant() {
        return Instant.ofEpochSecond(HexFormat.fromHexDigitsToLong(text));
    }

    /** An address is good through the second it names (protocol.md §6.3). */
    boolean isPast(Instant now) {
        return instant().getEpochSecond() < now.getEpochSecond();
    }
}
