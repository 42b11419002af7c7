package io.rtcroom.stack.part;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.List;
import java.util.stream.Stream;

/** What a part prints. */
record LogFile(Path path) {
    /** The last lines, for somebody who has to find out why it does not work. */
    List<String> tail(int lines) {
        var last = new ArrayDeque<String>();
        try (Stream<String> all = Files.lines(path, java.nio.charset.StandardCharsets.ISO_8859_1)) {
            all.forEach(line -> {
                last.addLast(line);
                if (last.size() > lines) last.removeFirst();
            });
        } catch (IOException | java.io.UncheckedIOException e) {
            return List.of("(no log: " + e.getMessage() + ")");
        }
        return List.copyOf(last);
    }
}
