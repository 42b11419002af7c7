package io.rtcroom.stack.demo;

import java.io.PrintStream;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/** Who asked what and who was told what, with the milliseconds since the beginning. */
final class Timeline {
    /** A signature or a token is a secret, in a demo too. */
    private static final Pattern SECRET = Pattern.compile("((?:txSecret|sig|token|userSig)\\W{1,4})[^\\s&\",}]+");

    private final PrintStream out;
    private final long start = System.nanoTime();

    private final Map<String, String> names = new ConcurrentHashMap<>();

    Timeline(PrintStream out) {
        this.out = out;
        line("     ms  who    what");
    }

    synchronized void asked(String who, String what, String answer, long millis) {
        line(String.format(
                Locale.ROOT, "%7d  %-6s %s → %s  (%d ms)", now(), who, redacted(what), redacted(answer), millis));
    }

    /** From now on an event about this user shows the name. */
    void introduce(String userId, String name) {
        names.put(userId, name);
    }

    /** @param millisSinceAsked null if nobody here asked for it */
    synchronized void told(String who, String what, String userId, Long millisSinceAsked) {
        String about = names.getOrDefault(userId, userId);
        String since = millisSinceAsked == null ? "" : "  (" + millisSinceAsked + " ms after it was asked for)";
        line(String.format(Locale.ROOT, "%7d  %-6s   ← is told: %s %s%s", now(), who, what, about, since));
    }

    synchronized void line(String text) {
        out.println("  " + text);
        out.flush();
    }

    static String redacted(String text) {
        return SECRET.matcher(text).replaceAll("$1…");
    }

    private long now() {
        return (System.nanoTime() - start) / 1_000_000;
    }
}
