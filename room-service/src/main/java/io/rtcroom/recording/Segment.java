package io.rtcroom.recording;

import io.rtcroom.event.StreamEvent.RecordedFile;
import java.time.Instant;

/**
 * One file of a recording.
 *
 * @param file null until a server that takes no orders says its name
 * @param endedAt when it was complete; null before that
 * @param durationMillis null if nobody could say, as is {@code size}
 */
record Segment(
        int n,
        String server,
        String file,
        Instant startedAt,
        Instant endedAt,
        Long durationMillis,
        Long size,
        boolean deleted) {

    static Segment begun(int n, String server, String file, Instant at) {
        return new Segment(n, server, file, at, null, null, null, false);
    }

    boolean is(String otherServer, String otherFile) {
        return server.equals(otherServer) && otherFile.equals(file);
    }

    boolean isComplete() {
        return endedAt != null;
    }

    /** Whether there is a file that nobody has deleted. */
    boolean isThere() {
        return file != null && !deleted;
    }

    /** Whether the report says more than is known. */
    boolean learnsFrom(RecordedFile report) {
        return !isComplete() || (size == null && report.size() != null);
    }

    /** As long as it took, where nobody says how long it is. */
    Segment completed(RecordedFile report, Instant at) {
        Long duration = report.durationMillis() != null ? report.durationMillis() : durationMillis;
        return new Segment(
                n,
                server,
                report.name(),
                startedAt,
                isComplete() ? endedAt : at,
                duration != null ? duration : Long.valueOf(Math.max(0, at.toEpochMilli() - startedAt.toEpochMilli())),
                report.size() != null ? report.size() : size,
                deleted);
    }

    Segment gone() {
        return new Segment(n, server, file, startedAt, endedAt, durationMillis, size, true);
    }
}
