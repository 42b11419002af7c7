package io.rtcroom.history;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Looks for one order of a room's operations that explains every answer, in which each took effect between its call and
 * its end (Herlihy and Wing). It follows all orders that are still possible from call to call, as Knossos does: few
 * requests are open at once, so there are few.
 */
public final class Linearizability {
    private final int maxMembers;

    public Linearizability(int maxMembers) {
        this.maxMembers = maxMembers;
    }

    /** A possible past: the state now, and which of the open operations have taken effect. */
    private record Past(RoomState state, Set<Operation> effective) {}

    private record Moment(long at, boolean isCall, Operation operation) {}

    /** The first operation whose answer nothing explains, or nothing if all is well. */
    public Optional<Operation> firstUnexplained(List<Operation> operations) {
        Set<Past> pasts = Set.of(new Past(RoomState.NONE, Set.of()));
        Set<Operation> open = new HashSet<>();
        for (Moment moment : inOrder(operations)) {
            Operation operation = moment.operation;
            if (moment.isCall) {
                open.add(operation);
                continue;
            }
            pasts = explain(pasts, open, operation);
            if (pasts.isEmpty()) return Optional.of(operation);
            open.remove(operation);
        }
        return Optional.empty();
    }

    private static List<Moment> inOrder(List<Operation> operations) {
        List<Moment> moments = new ArrayList<>();
        for (Operation operation : operations) {
            moments.add(new Moment(operation.calledAt(), true, operation));
            moments.add(new Moment(operation.endedAt(), false, operation));
        }
        // What was answered and what was called at one instant may have been at once.
        moments.sort(Comparator.comparingLong(Moment::at).thenComparing(moment -> !moment.isCall));
        return moments;
    }

    /** The pasts in which the operation has taken effect by now, forgetting that it was open. */
    private Set<Past> explain(Set<Past> pasts, Set<Operation> open, Operation ended) {
        Set<Past> explained = new HashSet<>();
        Set<Past> seen = new HashSet<>(pasts);
        Deque<Past> next = new ArrayDeque<>(pasts);
        while (!next.isEmpty()) {
            Past past = next.pop();
            if (past.effective.contains(ended)) {
                explained.add(new Past(past.state, with(past.effective, ended, false)));
                continue;
            }
            for (Operation candidate : open) {
                if (past.effective.contains(candidate)) continue;
                past.state
                        .after(candidate, maxMembers)
                        .map(state -> new Past(state, with(past.effective, candidate, true)))
                        .filter(seen::add)
                        .forEach(next::push);
            }
        }
        return explained;
    }

    private static Set<Operation> with(Set<Operation> operations, Operation operation, boolean present) {
        Set<Operation> changed = new HashSet<>(operations);
        if (present) changed.add(operation);
        else changed.remove(operation);
        return changed;
    }
}
