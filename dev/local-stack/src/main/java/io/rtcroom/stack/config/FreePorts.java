package io.rtcroom.stack.config;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/**
 * Ports nobody uses, below those the system hands to outgoing connections: a part that is down keeps its port free
 * until it is started again.
 */
public final class FreePorts {
    private static final int FIRST = 20_000;
    private static final int LAST = 32_000;

    private int candidate;

    /** Another seed looks elsewhere, so that two stacks seldom try the same port at the same time. */
    public FreePorts(int seed) {
        candidate = FIRST + Math.floorMod(seed * 97, LAST - FIRST);
    }

    public int next() {
        for (int tries = 0; tries < LAST - FIRST; tries++) {
            int port = candidate;
            candidate = candidate + 1 < LAST ? candidate + 1 : FIRST;
            if (isFree(port)) return port;
        }
        throw new IllegalStateException("no free port between " + FIRST + " and " + LAST);
    }

    public static boolean isFree(int port) {
        try (var socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByName(Addresses.HOST), port));
            return true;
        } catch (IOException inUse) {
            return false;
        }
    }
}
