package io.rtcroom.key;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The text of a key file, one key a line: {@code push 2026-11 active 5d41…}. A next key may say when it takes over,
 * {@code next@2026-12-01T00:00:00Z}. A line that starts with {@code #} is a comment. docs/operations.md, "Rotate keys".
 */
final class KeyFile {
    private static final String FORM = "purpose id state secret";
    private static final int COLUMNS = 4;

    private KeyFile() {}

    /** @throws IllegalArgumentException names the line and never what stands in it */
    static List<KeyEntry> parse(String text) {
        List<KeyEntry> entries = new ArrayList<>();
        int number = 0;
        for (String line : text.split("\n", -1)) {
            number++;
            String content = line.strip();
            if (!content.isEmpty() && !content.startsWith("#")) entries.add(entry(number, content.split("\\s+")));
        }
        return entries;
    }

    private static KeyEntry entry(int line, String[] columns) {
        if (columns.length != COLUMNS) throw refused(line, "is not of the form " + FORM);
        String[] state = columns[2].split("@", 2);
        try {
            return new KeyEntry(
                    constant(Purpose.class, columns[0]),
                    columns[1],
                    constant(KeyState.class, state[0]),
                    state.length == 2 ? Instant.parse(state[1]) : null,
                    columns[3]);
        } catch (DateTimeException e) {
            throw refused(line, "has a time that is not like 2026-12-01T00:00:00Z");
        } catch (IllegalArgumentException e) {
            throw refused(line, e.getMessage());
        }
    }

    private static <E extends Enum<E>> E constant(Class<E> type, String text) {
        for (E constant : type.getEnumConstants())
            if (constant.name().toLowerCase(Locale.ROOT).equals(text)) return constant;
        throw new IllegalArgumentException("has no known " + type.getSimpleName());
    }

    private static IllegalArgumentException refused(int line, String why) {
        return new IllegalArgumentException("line " + line + " " + why);
    }
}
