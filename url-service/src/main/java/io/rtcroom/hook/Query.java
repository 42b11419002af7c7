package io.rtcroom.hook;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** Pairs as a media server sends them. The first of repeated keys counts: what the client wrote comes last, unescaped. */
final class Query {
    private Query() {}

    /** @param text with or without a question mark in front */
    static Map<String, String> parse(String text) {
        Map<String, String> pairs = new HashMap<>();
        if (text == null) return pairs;
        for (String pair : (text.startsWith("?") ? text.substring(1) : text).split("&")) {
            int border = pair.indexOf('=');
            String name = border < 0 ? pair : pair.substring(0, border);
            pairs.putIfAbsent(decoded(name), border < 0 ? "" : decoded(pair.substring(border + 1)));
        }
        return pairs;
    }

    /** What is wrongly escaped stays as it is: no signature of ours holds such a thing. */
    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }
}
