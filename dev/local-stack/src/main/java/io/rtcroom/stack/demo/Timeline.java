package io.rtcroom.stack.demo;

import com.fasterxml.jackson.databind.JsonNode;
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

    /** An address under which one person sees another. */
    void seen(String who, String userId, String url) {
        line("                 " + who + " sees " + names.getOrDefault(userId, userId) + " at " + redacted(url));
    }

    /** What happens next. */
    void chapter(String text) {
        line("");
        line(text);
    }

    /** One line of a call's own timeline. */
    void transition(JsonNode line) {
        String about = line.path("userId").asText();
        line(String.format(
                        Locale.ROOT,
                        "                 %s %-13s %-5s %-9s %s",
                        line.path("at").asText().replaceFirst(".*T(.{12}).*", "$1"),
                        line.path("event").asText(),
                        names.getOrDefault(about, about),
                        line.path("state").asText(),
                        line.path("cause").asText())
                .stripTrailing());
    }

    synchronized void line(String text) {
        out.println("  " + text);
        out.flush();
    }

    /** The field of an answer, as people read it. */
    String shown(JsonNode value) {
        return value.isArray() ? value.size() + " of them" : names.getOrDefault(value.asText(), value.asText());
    }

    static String redacted(String text) {
        return SECRET.matcher(text).replaceAll("$1…");
    }

    private long now() {
        return (System.nanoTime() - start) / 1_000_000;
    }
}
