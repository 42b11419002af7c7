package io.rtcroom.compat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * {@code name=value&…} as old clients really send it. They paste tokens and user ids into the query unescaped, so a
 * percent sign that starts no escape stands for itself, and in a query so does a plus (protocol.md §1.2).
 */
final class UrlEncoded {
    private UrlEncoded() {}

    static Map<String, String> query(String text) {
        return parse(text == null ? "" : text, false);
    }

    static Map<String, String> form(String text) {
        return parse(text, true);
    }

    /** The first value of a repeated name counts. */
    private static Map<String, String> parse(String text, boolean plusIsSpace) {
        Map<String, String> values = new HashMap<>();
        for (String pair : text.split("&")) {
            int equals = pair.indexOf('=');
            if (equals > 0)
                values.putIfAbsent(
                        decode(pair.substring(0, equals), plusIsSpace),
                        decode(pair.substring(equals + 1), plusIsSpace));
        }
        return values;
    }

    private static String decode(String text, boolean plusIsSpace) {
        String spaced = plusIsSpace ? text.replace('+', ' ') : text;
        return spaced.indexOf('%') < 0 ? spaced : unescape(spaced.getBytes(StandardCharsets.UTF_8));
    }

    private static String unescape(byte[] text) {
        ByteArrayOutputStream plain = new ByteArrayOutputStream(text.length);
        for (int i = 0; i < text.length; i++) {
            int high = i + 2 < text.length ? digit(text[i + 1]) : -1;
            int low = i + 2 < text.length ? digit(text[i + 2]) : -1;
            boolean escape = text[i] == '%' && high >= 0 && low >= 0;
            plain.write(escape ? high * 16 + low : text[i]);
            if (escape) i += 2;
        }
        return plain.toString(StandardCharsets.UTF_8);
    }

    private static int digit(byte character) {
        return Character.digit(character, 16);
    }
}
