package io.rtcroom.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The tables of docs/access.md, one for each heading. */
final class AccessTable {
    /** @param expected the answer's status or code by principal; where it cannot be asked there is none */
    record Line(String endpoint, Map<String, Integer> expected) {}

    private static final String CANNOT_BE_ASKED = "–";

    private AccessTable() {}

    static List<Line> read(String heading) {
        List<String> rows = rows(heading);
        List<String> principals = cells(rows.getFirst());
        List<Line> lines = new ArrayList<>();
        for (String row : rows.subList(2, rows.size())) {
            List<String> cells = cells(row);
            Map<String, Integer> expected = new LinkedHashMap<>();
            for (int i = 1; i < principals.size(); i++)
                if (!cells.get(i).equals(CANNOT_BE_ASKED))
                    expected.put(principals.get(i), Integer.valueOf(cells.get(i)));
            lines.add(new Line(cells.getFirst(), expected));
        }
        return lines;
    }

    private static List<String> rows(String heading) {
        try {
            List<String> text = Files.readAllLines(RepositoryRoot.resolve("docs/access.md"));
            int at = text.indexOf("## " + heading);
            if (at < 0) throw new IllegalStateException("docs/access.md has no heading " + heading);
            return text.subList(at + 1, text.size()).stream()
                    .dropWhile(line -> !line.startsWith("|"))
                    .takeWhile(line -> line.startsWith("|"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> cells(String row) {
        return Arrays.stream(row.substring(1).split("\\|"))
                .map(cell -> cell.replace("`", "").trim())
                .toList();
    }
}
