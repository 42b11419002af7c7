package io.rtcroom.sign;

import static io.rtcroom.problem.ProblemType.INVALID_STREAM_ADDRESS;

import io.rtcroom.problem.ProblemException;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The parts of a publish address somebody sent. Nothing about them is trusted yet. */
record PublishUrl(String scheme, String host, String app, String name, Map<String, String> query) {
    /** Ours have some 150 characters; encoders append a few parameters of their own. */
    private static final int MAX_LENGTH = 1024;

    private static final Pattern FORM = Pattern.compile("([a-z]+)://([^/?]+)/([^/?]+)/([^/?]+)\\?(.*)");
    /** What may stand in a URL; anything else could break out of a log line or a page that shows the address. */
    private static final Pattern ALPHABET = Pattern.compile("[A-Za-z0-9._~:/?#@!$&()*+,;=%-]*");

    static PublishUrl parse(String text) {
        require(text.length() <= MAX_LENGTH, "is longer than " + MAX_LENGTH + " characters");
        require(ALPHABET.matcher(text).matches(), "has characters that no address has");
        Matcher form = FORM.matcher(text);
        require(form.matches(), "is not of the form scheme://host/app/stream?signature");
        return new PublishUrl(form.group(1), form.group(2), form.group(3), form.group(4), query(form.group(5)));
    }

    /** The first of repeated keys counts: media servers append a client's own query to the end. */
    static Map<String, String> query(String text) {
        Map<String, String> query = new TreeMap<>();
        for (String pair : text.split("&")) {
            String[] parts = pair.split("=", 2);
            query.putIfAbsent(parts[0], parts.length == 2 ? parts[1] : "");
        }
        return query;
    }

    static StreamName requireName(String prefix, String text) {
        return StreamName.parse(prefix, text).orElseThrow(() -> refused("names no stream of this deployment"));
    }

    static void require(boolean condition, String refusal) {
        if (!condition) throw refused(refusal);
    }

    static ProblemException refused(String why) {
        return ProblemException.ofField(INVALID_STREAM_ADDRESS, "pushUrl", "pushUrl " + why);
    }

    /** Without the query: it holds the signature. */
    @Override
    public String toString() {
        return scheme + "://" + host + "/" + app + "/" + name;
    }
}
