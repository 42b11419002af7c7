package io.rtcroom.recording;

import io.rtcroom.database.Background;
import io.rtcroom.database.Database;
import io.rtcroom.event.StreamEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.jboss.logging.Logger;

/** What media servers report that concerns recordings: files that are complete, and publishers who have come. */
@Singleton
public class RecordingReports {
    private static final Logger LOG = Logger.getLogger(RecordingReports.class);
    /** A file without a known name is of the stream's newest recording; the server's clock may be behind ours. */
    private static final String OF_FILE =
            """
            select coalesce(
                (select recording_id from recording_segment where server = $1 and file = $2
                    order by started_at desc limit 1),
                (select id from recording where stream_id = $3 and created_at < $4::timestamptz + interval '5 seconds'
                    order by created_at desc limit 1))
            """;

    private static final String ORDER_NOW =
            """
            update recording set order_at = clock_timestamp()
            where stream_id = any ($1) and state in ('STARTING', 'RECORDING')
            """;

    private final Database database;
    private final RecordingTable table;

    RecordingReports(@Background Database database, RecordingTable table) {
        this.database = database;
        this.table = table;
    }

    /** Taking an event again changes nothing. */
    public Uni<Void> take(List<StreamEvent> events) {
        String[] published = events.stream()
                .filter(event -> event.type().equals(StreamEvent.PUBLISHED))
                .map(StreamEvent::streamId)
                .distinct()
                .toArray(String[]::new);
        List<StreamEvent> recorded = events.stream()
                .filter(event -> event.type().equals(StreamEvent.RECORDED))
                .toList();
        return (published.length == 0
                        ? Uni.createFrom().voidItem()
                        : database.query(ORDER_NOW, Tuple.of(published)).replaceWithVoid())
                .chain(() -> Multi.createFrom()
                        .iterable(recorded)
                        .onItem()
                        .transformToUniAndConcatenate(this::complete)
                        .collect()
                        .last())
                .replaceWithVoid();
    }

    private Uni<Void> complete(StreamEvent event) {
        return database.transaction(connection -> connection
                .preparedQuery(OF_FILE)
                .execute(Tuple.of(
                        event.server(),
                        event.file().name(),
                        event.streamId(),
                        event.at().atOffset(ZoneOffset.UTC)))
                .chain(rows -> {
                    UUID id = rows.iterator().next().getUUID(0);
                    if (id == null) {
                        LOG.infof(
                                "a file of no recording: server=%s file=%s",
                                event.server(), event.file().name());
                        return Uni.createFrom().voidItem();
                    }
                    return table.lock(connection, id)
                            .invoke(recording -> recording.complete(event.server(), event.file(), event.at()))
                            .chain(recording -> table.save(connection, recording));
                }));
    }
}
