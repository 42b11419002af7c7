package io.rtcroom.system;

import java.util.concurrent.ThreadLocalRandom;

/** Names that no other test uses, so that no test needs to clean up. */
final class Names {
    private Names() {}

    static String user(String prefix) {
        return prefix + "_" + random();
    }

    static String room() {
        return "room-" + random();
    }

    private static String random() {
        return Long.toString(ThreadLocalRandom.current().nextLong(1L << 40, 1L << 50), 36);
    }
}
