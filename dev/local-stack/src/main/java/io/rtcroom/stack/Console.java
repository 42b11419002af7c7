package io.rtcroom.stack;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;

/** What the person at the terminal sees. */
final class Console {
    private final PrintStream out;
    private final long start = System.nanoTime();

    Console(PrintStream out) {
        this.out = out;
    }

    /** A line with the time since the start. */
    synchronized void progress(String text) {
        out.printf(Locale.ROOT, "%7.1f s  %s%n", (System.nanoTime() - start) / 1e9, text);
        out.flush();
    }

    synchronized void line(String text) {
        out.println(text);
        out.flush();
    }

    synchronized void block(List<String> lines) {
        lines.forEach(line -> out.println("    | " + line));
        out.flush();
    }
}
