package io.rtcroom.sign;

import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;

/** An expiry as an address writes it: epoch seconds in hex. The text is kept as received, because it is what was signed. */
record TxTime(String text) {
    /**
     * No more and no fewer, right until 2106: name and time are hashed with nothing between them, so a digit could move
     * from the one to the other under the same signature.
     */
    private static final int DIGITS = 8;

    private static final HexFormat UPPER_CASE = HexFormat.of().withUpperCase();

    TxTime {
        if (!isHex(text)) throw new IllegalArgumentException("not a txTime");
    }

    static TxTime of(Instant instant) {
        long second = instant.getEpochSecond();
        if (second >>> Integer.SIZE != 0) throw new IllegalArgumentException("no txTime has " + instant);
        return new TxTime(UPPER_CASE.toHexDigits(second, DIGITS));
    }

    static Optional<TxTime> parse(String text) {
        return text != null && isHex(text) ? Optional.of(new TxTime(text)) : Optional.empty();
    }

    /** Digit by digit: a pattern costs as much as the hash of an address. */
    private static boolean isHex(String text) {
        for (int i = 0; i < text.length(); i++) if (!HexFormat.isHexDigit(text.charAt(i))) return false;
        return text.length() == DIGITS;
    }

    Instant instant() {
        return Instant.ofEpochSecond(HexFormat.fromHexDigitsToLong(text));
    }

    /** An address is good through the second it names (protocol.md §6.3). */
    boolean isPast(Instant now) {
        return instant().getEpochSecond() < now.getEpochSecond();
    }
}
