package io.rtcroom.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rtcroom.event.Event;
import io.rtcroom.event.EventJson;
import io.rtcroom.fixture.Room;
import io.rtcroom.history.Follow;
import io.rtcroom.history.Span;
import io.rtcroom.history.StoredEvent;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PositionTest {
    private final Room room = new Room();
    private final String subject = room.subject();

    @Test
    void anEventIsAcceptedOnce() {
        StoredEvent created = stored(room.created());
        Position position = Position.ofSubject(subject, 0);

        assertTrue(position.accept(created));
        assertFalse(position.accept(created));
        assertEquals(Map.of(subject, 1L), position.cursor().seqs());
    }

    @Test
    void onlyTheUsersStaysAreAccepted() {
        List<StoredEvent> events = Stream.of(
                        room.created(),
                        room.joined("ann"),
                        room.joined("bob"),
                        room.left("ann"),
                        room.updated("bob"),
                        room.joined("ann"),
                        room.left("bob"),
                        room.ended())
                .map(PositionTest::stored)
                .toList();
        Position position = ann(Map.of());

        List<Long> accepted =
                events.stream().filter(position::accept).map(StoredEvent::seq).toList();

        assertEquals(List.of(2L, 3L, 4L, 6L, 7L, 8L), accepted);
    }

    @Test
    void withoutACursorForASubjectItIsReadFromTheJoin() {
        Position position = ann(Map.of());

        List<Span> spans = position.unread(List.of(new Follow(1, subject, 2, 4), new Follow(9, subject, 6, Span.OPEN)));

        assertEquals(List.of(new Span(subject, 1, 4), new Span(subject, 5, Span.OPEN), own()), spans);
    }

    @Test
    void aCursorInTheMiddleOfAStayContinuesThere() {
        room.created();
        room.joined("ann");
        StoredEvent third = stored(room.joined("bob"));
        StoredEvent fourth = stored(room.joined("cid"));
        Position position = ann(Map.of(subject, 3L));
        List<Follow> follows = List.of(new Follow(1, subject, 2, Span.OPEN));

        assertEquals(List.of(new Span(subject, 3, Span.OPEN), own()), position.unread(follows));
        position.enter(follows);

        assertFalse(position.accept(third));
        assertTrue(position.isNext(fourth));
        assertTrue(position.accept(fourth));
    }

    @Test
    void aStayWhoseJoinWasPurgedIsReadAllTheSame() {
        room.created();
        room.joined("ann");
        StoredEvent third = stored(room.joined("bob"));
        Position position = ann(Map.of());

        position.enter(List.of(new Follow(1, subject, 2, Span.OPEN)));

        assertTrue(position.accept(third));
    }

    @Test
    void aSubjectThatIsOverIsNamedNoLongerAndNotReadAgain() {
        Position position = ann(Map.of());
        List<Follow> follows = List.of(new Follow(7, subject, 1, 2));
        position.enter(follows);
        position.accept(stored(room.joined("ann")));
        position.accept(stored(room.left("ann")));

        List<String> over = position.settle(follows);

        assertEquals(List.of(subject), over);
        assertEquals(new Cursor(Map.of(), Set.of(), 7, 0), position.cursor());
    }

    @Test
    void aSubjectThatIsOverStaysNamedUntilItsEndIsStored() {
        Position position = ann(Map.of());
        List<Follow> stale = List.of(new Follow(7, subject, 1, Span.OPEN));
        position.enter(stale);
        position.accept(stored(room.joined("ann")));
        position.accept(stored(room.left("ann")));

        assertEquals(List.of(), position.settle(stale));

        assertTrue(position.isUnsettled());
        assertEquals(new Cursor(Map.of(subject, 2L), Set.of(subject), 7, 0), position.cursor());
    }

    @Test
    void whoHasLeftDoesNotEnterAgainByAFollowThatIsNotClosedYet() {
        Position position = ann(Map.of());
        position.accept(stored(room.joined("ann")));
        position.accept(stored(room.left("ann")));
        List<Follow> stale = List.of(new Follow(7, subject, 1, Span.OPEN));
        StoredEvent after = stored(room.joined("bob"));

        for (Position each : List.of(position, resumed(position))) {
            assertEquals(List.of(own()), each.unread(stale));
            each.enter(stale);

            assertFalse(each.isNext(after));
            assertFalse(each.accept(after));
        }
    }

    @Test
    void aStayThatNewsHasShownStaysNamedThoughTheStoreKnowsOnlyTheOneBefore() {
        Position position = ann(Map.of());
        List<Follow> found = List.of(new Follow(7, subject, 1, 2));
        position.enter(found);
        for (Event event : List.of(room.joined("ann"), room.left("ann"), room.joined("ann"))) {
            position.accept(stored(event));
        }

        for (Position each : List.of(position, resumed(position))) {
            assertEquals(List.of(), each.settle(found));
            assertEquals(3, each.cursor().seqs().get(subject));
        }
        position.accept(stored(room.left("ann")));
        for (Position each : List.of(position, resumed(position))) {
            assertEquals(List.of(), each.settle(found));
            List<Follow> later = List.of(new Follow(8, subject, 3, 4));
            assertEquals(List.of(own()), each.unread(later));
            assertEquals(List.of(subject), each.settle(later));
        }
    }

    @Test
    void whoHasLeftEntersByTheirNextStay() {
        Position position = ann(Map.of());
        position.accept(stored(room.joined("ann")));
        position.accept(stored(room.left("ann")));
        StoredEvent back = stored(room.joined("ann"));
        StoredEvent after = stored(room.joined("bob"));
        Position resumed = resumed(position);

        resumed.enter(List.of(new Follow(7, subject, 1, 2), new Follow(8, subject, 3, Span.OPEN)));

        assertTrue(resumed.accept(back));
        assertTrue(resumed.accept(after));
    }

    @Test
    void newsOfAnotherStayIsNotNext() {
        Position position = ann(Map.of());
        position.accept(stored(room.joined("ann")));
        position.accept(stored(room.left("ann")));
        StoredEvent unseen = stored(room.joined("bob"));
        StoredEvent back = stored(room.joined("ann"));

        assertFalse(position.isNext(unseen));
        assertFalse(position.awaits(unseen));
        assertFalse(position.isNext(back));
        assertTrue(position.awaits(back));
    }

    @Test
    void newsOfWhatIsSettledIsNotAwaited() {
        Position position = ann(Map.of());
        List<Follow> follows = List.of(new Follow(7, subject, 1, 2));
        StoredEvent joined = stored(room.joined("ann"));
        StoredEvent left = stored(room.left("ann"));
        position.enter(follows);
        position.accept(joined);
        position.accept(left);
        position.settle(follows);

        assertFalse(position.awaits(joined));
        assertFalse(position.awaits(left));
        assertTrue(position.awaits(stored(room.joined("ann"))));
    }

    @Test
    void newsBeyondTheNextNumberIsAwaited() {
        Position position = Position.ofSubject(subject, 0);
        room.created();
        StoredEvent second = stored(room.joined("ann"));

        assertFalse(position.isNext(second));
        assertTrue(position.awaits(second));
    }

    private static Position ann(Map<String, Long> seqs) {
        return Position.ofUser("ann", new Cursor(seqs, Set.of(), 0, 0));
    }

    private static Position resumed(Position position) {
        return Position.ofUser("ann", Cursor.parse(position.cursor().text()));
    }

    private static Span own() {
        return new Span("user:ann", 0, Span.OPEN);
    }

    private static StoredEvent stored(Event event) {
        return StoredEvent.read(EventJson.write(event));
    }
}
