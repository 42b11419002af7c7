package io.rtcroom.stack.config;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/**
 * A block of ports for one stack, below those the system hands to outgoing connections. The block's first port is held as
 * long as the stack lives, and no other stack takes a block whose first port is held: a part that is down finds its port
 * free when it is started again.
 */
public final class FreePorts implements AutoCloseable {
    private static final int FIRST = 20_000;
    private static final int BLOCKS = 240;
    private static final int BLOCK = 50;

    private final ServerSocket guard;
    private int candidate;

    /** @param seed where to look first: the same stack has the same ports again, if it can */
    public FreePorts(int seed) {
        guard = firstOfAFreeBlock(seed);
        candidate = guard.getLocalPort();
    }

    private static ServerSocket firstOfAFreeBlock(int seed) {
        for (int tries = 0; tries < BLOCKS; tries++) {
            ServerSocket first = bound(FIRST + Math.floorMod(seed + tries, BLOCKS) * BLOCK);
            if (first != null) return first;
        }
        throw new IllegalStateException("no free port between " + FIRST + " and " + (FIRST + BLOCKS * BLOCK));
    }

    public int next() {
        while (++candidate < guard.getLocalPort() + BLOCK) if (isFree(candidate)) return candidate;
        throw new IllegalStateException("a stack has no more than " + (BLOCK - 1) + " ports");
    }

    public static boolean isFree(int port) {
        try (var socket = bound(port)) {
            return socket != null;
        } catch (IOException e) {
            return false;
        }
    }

    /** Null if somebody else listens there. */
    private static ServerSocket bound(int port) {
        try {
            var socket = new ServerSocket();
            try {
                socket.setReuseAddress(true);
                socket.bind(new InetSocketAddress(InetAddress.getByName(Addresses.HOST), port));
                return socket;
            } catch (IOException inUse) {
                socket.close();
                return null;
            }
        } catch (IOException e) {
            return null;
        }
    }

    @Override
    public void close() throws IOException {
        guard.close();
    }
}
