package io.rtcroom.evidence;

import io.rtcroom.event.StreamEvent;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;

/**
 * One publish of a stream, as a batch of events tells of it.
 *
 * @param confirmedAt when it was last said to be live, or null if the batch says only that it ended
 * @param endedAt null if the last word is that it is live
 */
record Publication(String streamId, String server, String clientId, Instant confirmedAt, Instant endedAt) {
    /** Of each publish one, in the order in which rows are locked. Events of one stream come in order. */
    static Collection<Publication> of(List<StreamEvent> events) {
        var publications = new TreeMap<String, Publication>();
        for (StreamEvent event : events) {
            String key = event.streamId() + "\n" + event.server() + "\n" + event.clientId();
            publications.compute(key, (same, before) -> after(before, event));
        }
        publications.values().removeIf(it -> it.confirmedAt == null && it.endedAt == null);
        return publications.values();
    }

    private static Publication after(Publication before, StreamEvent event) {
        Instant confirmedAt = before == null ? null : before.confirmedAt;
        Instant endedAt = before == null ? null : before.endedAt;
        switch (event.type()) {
            case StreamEvent.PUBLISHED, StreamEvent.CONFIRMED -> {
                boolean isLate = endedAt != null && !event.at().isAfter(endedAt);
                confirmedAt = confirmedAt == null || event.at().isAfter(confirmedAt) ? event.at() : confirmedAt;
                endedAt = isLate ? endedAt : null;
            }
            case StreamEvent.ENDED -> endedAt = event.at();
            default -> {
                // A type that a newer url-service sends.
            }
        }
        return new Publication(event.streamId(), event.server(), event.clientId(), confirmedAt, endedAt);
    }
}
