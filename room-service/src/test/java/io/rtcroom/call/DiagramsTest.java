package io.rtcroom.call;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.rtcroom.agent.AgentState;
import io.rtcroom.queue.EntryState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The diagrams of docs/calls.md have the moves of the code and no others. */
class DiagramsTest {
    private static final Pattern DIAGRAM = Pattern.compile("stateDiagram-v2\n(.*?)```", Pattern.DOTALL);

    @Test
    void theDiagramOfACallHasItsMoves() throws IOException {
        assertEquals(moves(CallState.values(), CallState::canBecome), drawn(0));
    }

    @Test
    void theDiagramOfAParticipantHasTheirMoves() throws IOException {
        assertEquals(moves(ParticipantState.values(), ParticipantState::canBecome), drawn(1));
    }

    @Test
    void theDiagramOfAnAgentHasTheirMoves() throws IOException {
        assertEquals(moves(AgentState.values(), AgentState::canBecome), drawn(2));
    }

    @Test
    void theDiagramOfAPlaceHasItsMoves() throws IOException {
        assertEquals(moves(EntryState.values(), EntryState::canBecome), drawn(3));
    }

    private static <S> Set<String> moves(S[] states, BiPredicate<S, S> canBecome) {
        Set<String> moves = new TreeSet<>();
        for (S from : states) for (S to : states) if (canBecome.test(from, to)) moves.add(from + " --> " + to);
        return moves;
    }

    private static Set<String> drawn(int index) throws IOException {
        Matcher diagrams = DIAGRAM.matcher(Files.readString(Path.of("../docs/calls.md")));
        for (int i = 0; i <= index; i++) diagrams.find();
        return new TreeSet<>(diagrams.group(1).lines().map(String::trim).toList());
    }
}
