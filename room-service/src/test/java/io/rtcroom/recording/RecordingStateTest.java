package io.rtcroom.recording;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class RecordingStateTest {
    private static final Pattern DIAGRAM = Pattern.compile("stateDiagram-v2\n(.*?)```", Pattern.DOTALL);

    @Test
    void theDiagramOfARecordingHasItsMoves() throws IOException {
        Matcher diagram = DIAGRAM.matcher(Files.readString(Path.of("../docs/recording.md")));
        diagram.find();

        assertEquals(
                moves(" --> "),
                new TreeSet<>(diagram.group(1).lines().map(String::trim).toList()));
    }

    static Set<String> moves(String arrow) {
        Set<String> moves = new TreeSet<>();
        for (RecordingState from : RecordingState.values())
            for (RecordingState to : RecordingState.values()) if (from.canBecome(to)) moves.add(from + arrow + to);
        return moves;
    }
}
