package io.rtcroom.bench;

import java.util.ArrayList;
import java.util.List;

/** Columns as wide as their widest cell. */
final class Table {
    private static final int COLUMNS = 4;
    private static final String GAP = "   ";

    private final List<List<String>> lines = new ArrayList<>();

    Table() {
        lines.add(List.of("FIGURE", "REACHED", "LIMIT IN THE SAME RUN", "GOAL"));
    }

    void add(Figure figure) {
        lines.add(List.of(figure.what(), figure.reached(), figure.limit(), figure.goal()));
    }

    String text() {
        var text = new StringBuilder();
        for (List<String> line : lines) {
            var padded = new StringBuilder();
            for (int column = 0; column < COLUMNS; column++)
                padded.append(pad(line.get(column), width(column))).append(GAP);
            text.append(padded.toString().stripTrailing()).append('\n');
        }
        return text.toString();
    }

    private int width(int column) {
        return lines.stream()
                .mapToInt(line ->
                        line.get(column).codePointCount(0, line.get(column).length()))
                .max()
                .orElse(0);
    }

    private static String pad(String text, int width) {
        return text + " ".repeat(width - text.codePointCount(0, text.length()));
    }
}
