package io.rtcroom.stack.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ReplicasTest {
    private final Replicas replicas = new Replicas(List.of("room-service=1,2,3", "url-service=4"));

    @Test
    void replicasAreAskedInTurn() {
        Set<Integer> firsts = Set.of(first(), first(), first());

        assertEquals(Set.of(1, 2, 3), firsts);
    }

    @Test
    void aReplicaThatDidNotAnswerIsAskedLast() {
        Replica silent = replicas.inTurn("room-service").getFirst();

        silent.rest();

        for (int request = 0; request < 6; request++)
            assertEquals(silent, replicas.inTurn("room-service").getLast());
    }

    @Test
    void aReplicaThatAnswersIsBackInRotation() {
        Replica silent = replicas.inTurn("room-service").getFirst();
        silent.rest();

        silent.answered();

        var firsts = List.of(first(), first(), first()).stream().collect(Collectors.toSet());
        assertEquals(Set.of(1, 2, 3), firsts);
    }

    @Test
    void aReplicaThatIsAboutToEndIsAskedLastThoughItStillAnswers() {
        Replica ending = replicas.inTurn("room-service").getFirst();

        ending.setReady(false);
        ending.answered();

        for (int request = 0; request < 6; request++)
            assertEquals(ending, replicas.inTurn("room-service").getLast());
    }

    private int first() {
        return replicas.inTurn("room-service").getFirst().port();
    }
}
