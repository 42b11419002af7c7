package io.rtcroom.inbox;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.rtcroom.event.Event;
import io.rtcroom.event.EventJson;
import io.rtcroom.fixture.Room;
import io.rtcroom.history.StoredEvent;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TurnsTest {
    private final Room room = new Room();
    private final List<StoredEvent> events =
            IntStream.range(0, 5).mapToObj(i -> stored(room.joined("user" + i))).toList();

    @Test
    void whatFollowsTheLastNumberIsNext() {
        assertTurns(sort(2, pick(3, 4, 5), pick()), List.of(3L, 4L, 5L), List.of());
    }

    @Test
    void whatIsNotAboveTheLastNumberIsDropped() {
        assertTurns(sort(3, pick(1, 2, 3, 4), pick()), List.of(4L), List.of());
    }

    @Test
    void aRepetitionWithinABatchIsDropped() {
        assertTurns(sort(0, pick(1, 1, 2, 1, 2), pick()), List.of(1L, 2L), List.of());
    }

    @Test
    void whatComesInTheWrongOrderIsPutInOrder() {
        assertTurns(sort(0, pick(3, 1, 2), pick()), List.of(1L, 2L, 3L), List.of());
    }

    @Test
    void whatHasNoPredecessorIsEarly() {
        assertTurns(sort(1, pick(3, 5), pick()), List.of(), List.of(3L, 5L));
    }

    @Test
    void whatWaitedIsReleasedByItsPredecessor() {
        assertTurns(sort(1, pick(2), pick(3, 5)), List.of(2L, 3L), List.of());
    }

    private Turns sort(long last, List<StoredEvent> arrived, List<StoredEvent> waited) {
        return Turns.of(Map.of(room.subject(), last), arrived, waited);
    }

    private List<StoredEvent> pick(int... seqs) {
        return IntStream.of(seqs).mapToObj(seq -> events.get(seq - 1)).toList();
    }

    private static void assertTurns(Turns turns, List<Long> next, List<Long> early) {
        assertEquals(next, seqs(turns.next().stream()));
        assertEquals(early, seqs(turns.early().stream()));
    }

    private static List<Long> seqs(Stream<StoredEvent> stored) {
        return stored.map(StoredEvent::seq).toList();
    }

    private static StoredEvent stored(Event event) {
        return StoredEvent.read(EventJson.write(event));
    }
}
