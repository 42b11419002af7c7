package io.rtcroom.inbox;

import io.rtcroom.history.StoredEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Arrived events, told apart by whose turn it is.
 *
 * @param next in the order in which they are applied: of each subject, the numbers that follow its last one
 * @param early whose predecessor has not come
 */
record Turns(List<StoredEvent> next, List<StoredEvent> early) {

    /** @param waited events that came early before, whose turn it may be now */
    static Turns of(Map<String, Long> last, List<StoredEvent> arrived, List<StoredEvent> waited) {
        Map<String, TreeMap<Long, StoredEvent>> pending = new TreeMap<>();
        Stream.concat(waited.stream(), arrived.stream())
                .forEach(stored -> pending.computeIfAbsent(stored.subject(), subject -> new TreeMap<>())
                        .putIfAbsent(stored.seq(), stored));
        Turns turns = new Turns(new ArrayList<>(), new ArrayList<>());
        pending.forEach((subject, bySeq) -> turns.sort(last.getOrDefault(subject, 0L), bySeq));
        turns.early.removeAll(waited);
        return turns;
    }

    private void sort(long last, TreeMap<Long, StoredEvent> bySeq) {
        long expected = last + 1;
        for (StoredEvent stored : bySeq.tailMap(expected).values()) {
            if (stored.seq() == expected) {
                next.add(stored);
                expected++;
            } else {
                early.add(stored);
            }
        }
    }
}
