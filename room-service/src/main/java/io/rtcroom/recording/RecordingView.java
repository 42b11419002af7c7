package io.rtcroom.recording;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * A recording as {@code /v1} shows it.
 *
 * @param reason why it ended; absent before that
 * @param version the number of its last event
 * @param durationMillis of its complete files, as far as known, as is {@code size}
 * @param filesKept how many files of a deleted recording we could not delete
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record RecordingView(
        UUID id,
        UUID roomUid,
        String roomId,
        String owner,
        String userId,
        String streamId,
        String state,
        String reason,
        long version,
        Instant consentedAt,
        Instant createdAt,
        Instant startedAt,
        Instant endedAt,
        long durationMillis,
        long size,
        int filesKept,
        List<SegmentView> segments) {

    static RecordingView of(Recording recording) {
        Recording.Stored row = recording.stored();
        Recorded of = row.of();
        return new RecordingView(
                row.id(),
                of.roomUid(),
                of.roomId(),
                of.owner(),
                of.userId(),
                of.streamId(),
                row.state().name(),
                row.reason() == null ? null : row.reason().wire(),
                row.version(),
                of.consentedAt(),
                row.createdAt(),
                row.startedAt(),
                row.endedAt(),
                recording.segments().durationMillis(),
                recording.segments().size(),
                recording.filesKept(),
                recording.segments().list().stream().map(SegmentView::of).toList());
    }

    /**
     * @param file its name in the media server's folder of recordings, or where the vendor serves it
     * @param endedAt absent while it is being written, or until it is reported
     * @param size in bytes; absent where nobody could say
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record SegmentView(
            int n,
            String server,
            String file,
            Instant startedAt,
            Instant endedAt,
            Long durationMillis,
            Long size,
            boolean deleted) {
        static SegmentView of(Segment one) {
            return new SegmentView(
                    one.n(),
                    one.server(),
                    one.file(),
                    one.startedAt(),
                    one.endedAt(),
                    one.durationMillis(),
                    one.size(),
                    one.deleted());
        }
    }
}
