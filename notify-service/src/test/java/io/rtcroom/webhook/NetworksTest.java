package io.rtcroom.webhook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NetworksTest {
    private final Networks networks = new Networks(List.of());

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "127.255.255.254",
                "0.0.0.0",
                "10.1.2.3",
                "100.64.0.1",
                "169.254.169.254",
                "172.16.0.1",
                "172.31.255.255",
                "192.168.1.1",
                "198.18.0.1",
                "224.0.0.1",
                "255.255.255.255",
                "::",
                "::1",
                "::ffff:127.0.0.1",
                "::ffff:10.0.0.1",
                "::127.0.0.1",
                "64:ff9b::a00:1",
                "2002:7f00:1::",
                "2001::1",
                "fc00::1",
                "fd00:ec2::254",
                "fe80::1",
                "ff02::1"
            })
    void whatIsNotPublicIsRefused(String address) throws UnknownHostException {
        assertFalse(networks.allow(InetAddress.getByName(address)));
    }

    /** The way Java reads an address must not decide whether it is refused. */
    @Test
    void aMappedAddressIsRefusedAsTheBytesItIs() throws UnknownHostException {
        byte[] mapped = new byte[16];
        mapped[10] = (byte) 0xff;
        mapped[11] = (byte) 0xff;
        mapped[12] = 93;

        assertEquals(4, InetAddress.getByAddress(mapped).getAddress().length);
        mapped[12] = 127;
        assertFalse(networks.allow(InetAddress.getByAddress(mapped)));
        assertFalse(networks.allow(java.net.Inet6Address.getByAddress("x", mapped, 0)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"93.184.215.14", "172.15.255.255", "172.32.0.1", "100.128.0.1", "2606:2800::1", "8.8.8.8"})
    void whatIsPublicIsAllowed(String address) throws UnknownHostException {
        assertTrue(networks.allow(InetAddress.getByName(address)));
    }

    @Test
    void whatTheOperatorNamesIsAllowedAndNothingBesideIt() throws UnknownHostException {
        Networks own = new Networks(List.of("10.1.0.0/16", "fd00::/8"));

        assertTrue(own.allow(InetAddress.getByName("10.1.2.3")));
        assertTrue(own.allow(InetAddress.getByName("fd12::1")));
        assertFalse(own.allow(InetAddress.getByName("10.2.0.1")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "10.0.0.0", "10.0.0.0/33", "example.com/8", "10.0.0.0/x", "/8"})
    void whatIsNoNetworkEndsTheStart(String text) {
        assertThrows(IllegalArgumentException.class, () -> new Networks(List.of(text)));
    }
}
