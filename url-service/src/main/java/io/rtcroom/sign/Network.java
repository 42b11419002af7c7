package io.rtcroom.sign;

import io.netty.util.NetUtil;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/** A range of client addresses, such as {@code 203.0.113.0/24} or {@code 2001:db8:1:2::/64}, or one address. */
public record Network(String text) {
    /** What may stand in a URL unescaped; longer ones would not leave room for the rest of an address. */
    static final String FORM = "[0-9a-fA-F.:]{2,21}(/[0-9]{1,3})?";

    private static final Pattern PATTERN = Pattern.compile(FORM);

    public Network {
        if (!PATTERN.matcher(text).matches() || base(text) == null || bits(text) > base(text).length * 8)
            throw new IllegalArgumentException("no network: " + text);
    }

    static Optional<Network> parse(String text) {
        try {
            return Optional.of(new Network(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Whether the address is of this network; what is no address is of none. */
    public boolean has(String address) {
        byte[] theirs = NetUtil.createByteArrayFromIpAddressString(address);
        byte[] base = base(text);
        if (theirs == null || theirs.length != base.length) return false;
        int bits = bits(text);
        int whole = bits / 8;
        if (!Arrays.equals(base, 0, whole, theirs, 0, whole)) return false;
        int mask = 0xff << (8 - bits % 8) & 0xff;
        return bits % 8 == 0 || (base[whole] & mask) == (theirs[whole] & mask);
    }

    private static byte[] base(String text) {
        return NetUtil.createByteArrayFromIpAddressString(text.replaceFirst("/.*", ""));
    }

    private static int bits(String text) {
        int slash = text.indexOf('/');
        return slash < 0 ? base(text).length * 8 : Integer.parseInt(text.substring(slash + 1));
    }

    @Override
    public String toString() {
        return text;
    }
}
