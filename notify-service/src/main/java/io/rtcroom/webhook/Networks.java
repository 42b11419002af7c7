package io.rtcroom.webhook;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.stream.Stream;

/**
 * Which addresses a target may have: the public ones, so that nobody reaches our own network through us, and those the
 * operator names.
 */
final class Networks {
    /** IANA's special-purpose registries, with what embeds an IPv4 address: all of it, whatever is embedded. */
    private static final List<Network> SPECIAL = Stream.of(
                    "0.0.0.0/8",
                    "10.0.0.0/8",
                    "100.64.0.0/10",
                    "127.0.0.0/8",
                    // Link-local, with every cloud's metadata service.
                    "169.254.0.0/16",
                    "172.16.0.0/12",
                    "192.0.0.0/24",
                    "192.0.2.0/24",
                    "192.88.99.0/24",
                    "192.168.0.0/16",
                    "198.18.0.0/15",
                    "198.51.100.0/24",
                    "203.0.113.0/24",
                    "224.0.0.0/4",
                    "240.0.0.0/4",
                    // Unspecified, loopback, IPv4-compatible and IPv4-mapped.
                    "::/80",
                    "64:ff9b::/96",
                    "64:ff9b:1::/48",
                    "100::/64",
                    "2001::/23",
                    "2001:db8::/32",
                    "2002::/16",
                    "3fff::/20",
                    "5f00::/16",
                    "fc00::/7",
                    "fe80::/10",
                    "fec0::/10",
                    "ff00::/8")
            .map(Network::parse)
            .toList();

    private final List<Network> allowed;

    /** @throws IllegalArgumentException if one is no network */
    Networks(List<String> allowed) {
        this.allowed = allowed.stream().map(Network::parse).toList();
    }

    boolean allow(InetAddress address) {
        byte[] bytes = address.getAddress();
        return allowed.stream().anyMatch(network -> network.has(bytes))
                || SPECIAL.stream().noneMatch(network -> network.has(bytes));
    }

    private record Network(byte[] address, int bits) {
        static Network parse(String cidr) {
            int slash = cidr.indexOf('/');
            try {
                String literal = cidr.substring(0, Math.max(0, slash));
                if (!literal.matches("[0-9.]+|[0-9a-fA-F:]*:[0-9a-fA-F:.]*")) throw new UnknownHostException(cidr);
                byte[] address = InetAddress.getByName(literal).getAddress();
                int bits = Integer.parseInt(cidr.substring(slash + 1));
                if (bits < 0 || bits > address.length * 8) throw new NumberFormatException();
                return new Network(address, bits);
            } catch (UnknownHostException | NumberFormatException e) {
                throw new IllegalArgumentException("rtcroom.webhooks.allowed-networks: no network: " + cidr, e);
            }
        }

        boolean has(byte[] other) {
            if (other.length != address.length) return false;
            for (int bit = 0; bit < bits; bit++) {
                int mask = 0x80 >> (bit & 7);
                if ((address[bit >> 3] & mask) != (other[bit >> 3] & mask)) return false;
            }
            return true;
        }
    }
}
