package io.rtcroom.history;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.rtcroom.history.Operation.Kind;
import io.rtcroom.history.Operation.Outcome;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LinearizabilityTest {
    private static final Linearizability DOUBLE_ROOM = new Linearizability(2);

    @Test
    void whatFollowsTheRulesIsExplained() {
        assertEquals(
                Optional.empty(),
                DOUBLE_ROOM.firstUnexplained(List.of(
                        join(0, 1, "ann"),
                        join(2, 3, "bob"),
                        refused(4, 5, "eve", Kind.JOIN),
                        refused(6, 7, "bob", Kind.DESTROY),
                        list(8, 9, "ann", "bob"),
                        done(10, 11, "ann", Kind.DESTROY),
                        refused(12, 13, "bob", Kind.LEAVE),
                        refused(14, 15, "eve", Kind.LIST))));
    }

    @Test
    void requestsAtOnceMayHaveHappenedInEitherOrder() {
        assertEquals(
                Optional.empty(),
                DOUBLE_ROOM.firstUnexplained(List.of(
                        join(0, 9, "ann"),
                        refused(1, 8, "eve", Kind.JOIN),
                        join(2, 7, "bob"),
                        list(3, 4, "bob"),
                        list(5, 6, "ann", "bob"))));
    }

    @Test
    void aThirdInADoubleRoomIsFound() {
        Operation third = join(4, 5, "eve");

        assertEquals(
                Optional.of(third), DOUBLE_ROOM.firstUnexplained(List.of(join(0, 1, "ann"), join(2, 3, "bob"), third)));
    }

    @Test
    void aLostJoinIsFound() {
        Operation list = list(4, 5, "bob");

        assertEquals(
                Optional.of(list), DOUBLE_ROOM.firstUnexplained(List.of(join(0, 1, "ann"), join(2, 3, "bob"), list)));
    }

    @Test
    void aListOlderThanAnAnsweredLeaveIsFound() {
        Operation list = list(4, 5, "ann");

        assertEquals(
                Optional.of(list),
                DOUBLE_ROOM.firstUnexplained(List.of(join(0, 1, "ann"), done(2, 3, "ann", Kind.LEAVE), list)));
    }

    @Test
    void aRefusalOfAFreeSeatIsFound() {
        Operation refused = refused(2, 3, "bob", Kind.JOIN);

        assertEquals(Optional.of(refused), DOUBLE_ROOM.firstUnexplained(List.of(join(0, 1, "ann"), refused)));
    }

    @Test
    void whatWasNotAnsweredHappenedOnceOrNot() {
        Operation unknown = new Operation(2, 50, "bob", Kind.JOIN, Outcome.UNKNOWN, Set.of());
        Operation gone = list(8, 9, "ann");

        assertEquals(
                Optional.empty(),
                DOUBLE_ROOM.firstUnexplained(
                        List.of(join(0, 1, "ann"), unknown, list(4, 5, "ann"), list(6, 7, "ann", "bob"))));
        assertEquals(
                Optional.of(gone),
                DOUBLE_ROOM.firstUnexplained(List.of(join(0, 1, "ann"), unknown, list(6, 7, "ann", "bob"), gone)));
    }

    @Test
    void aLeaveOfAnOldSessionThatRemovesSomebodyIsFound() {
        Operation late = done(4, 5, "ann", Kind.LATE_LEAVE);

        assertEquals(Optional.of(late), DOUBLE_ROOM.firstUnexplained(List.of(join(0, 1, "ann"), late)));
        assertEquals(
                Optional.empty(),
                DOUBLE_ROOM.firstUnexplained(
                        List.of(join(0, 1, "ann"), refused(4, 5, "ann", Kind.LATE_LEAVE), list(6, 7, "ann"))));
    }

    @Test
    void nothingHappensAfterItsEnd() {
        Operation unknown = new Operation(2, 5, "bob", Kind.JOIN, Outcome.UNKNOWN, Set.of());
        Operation late = list(8, 9, "ann", "bob");

        assertEquals(
                Optional.of(late),
                DOUBLE_ROOM.firstUnexplained(List.of(join(0, 1, "ann"), unknown, list(6, 7, "ann"), late)));
    }

    private static Operation join(long calledAt, long endedAt, String userId) {
        return done(calledAt, endedAt, userId, Kind.JOIN);
    }

    private static Operation done(long calledAt, long endedAt, String userId, Kind kind) {
        return new Operation(calledAt, endedAt, userId, kind, Outcome.DONE, Set.of());
    }

    private static Operation refused(long calledAt, long endedAt, String userId, Kind kind) {
        return new Operation(calledAt, endedAt, userId, kind, Outcome.REFUSED, Set.of());
    }

    private static Operation list(long calledAt, long endedAt, String... seen) {
        return new Operation(calledAt, endedAt, "somebody", Kind.LIST, Outcome.DONE, Set.of(seen));
    }
}
