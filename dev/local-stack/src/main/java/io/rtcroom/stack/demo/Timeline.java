package io.rtcroom.stack.demo;

import java.io.PrintStream;
import java.util.Locale;
import java.util.regex.Pattern;

/** Who asked what and who was told what, with the milliseconds since the beginning. */
final class Timeline {
    /** A signature or a token is a secret, in a demo too. */
    private static final Pattern SECRET = Pattern.compile("((?:txSecret|token|userSig)\\W{1,4})[^\\s&\",}]+");

    private final PrintStream out;
    private final long start = System.nanoTime();

    Timeline(PrintStream out) {
        this.out = out;
        line("     ms  who    what");
    }

    synchronized void asked(String who, String what, String answer, long millis) {
        line(String.format(
                Locale.ROOT, "%7d  %-6s %s → %s  (%d ms)", now(), who, redacted(what), redacted(answer), millis));
    }

    synchronized void told(String who, String what, long millisSinceCause) {
        line(String.format(
                Locale.ROOT, "%7d  %-6s   ← %s  (%d ms after it was asked for)", now(), who, what, millisSinceCause));
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
