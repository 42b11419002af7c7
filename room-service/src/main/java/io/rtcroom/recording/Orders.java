package io.rtcroom.recording;

import io.rtcroom.database.Background;
import io.rtcroom.database.Database;
import io.rtcroom.event.StreamEvent.RecordedFile;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.eclipse.microprofile.rest.client.inject.RestClient;

/**
 * Asks the media server for what the state of a recording wants, and then tells the recording the answer. An order is
 * given outside of any transaction, and again and again: each may be carried out twice.
 */
@Singleton
class Orders {
    private static final String PUBLISHED_ON =
            """
            select server from publication where stream_id = $1 and ended_at is null order by confirmed_at desc limit 1
            """;

    private final Database database;
    private final RecordingTable table;
    private final Recorder recorder;

    Orders(@Background Database database, RecordingTable table, @RestClient Recorder recorder) {
        this.database = database;
        this.table = table;
        this.recorder = recorder;
    }

    Uni<Void> carryOut(UUID id) {
        return table.find(id).onItem().ifNotNull().transformToUni(recording -> switch (recording.state()) {
            case STARTING, RECORDING -> start(recording);
            case STOPPING -> stop(recording);
            case DELETING -> delete(recording);
            case QUEUED, READY, FAILED, DELETED -> Uni.createFrom().voidItem();
        });
    }

    /** While it records, this begins the next file if none is being written any more. */
    private Uni<Void> start(Recording recording) {
        boolean isFirst = recording.state() == RecordingState.STARTING;
        return publishedOn(recording)
                .chain(server -> server == null
                        ? tell(recording.id(), still -> {}).replaceWithVoid()
                        : recorder.start(new Recorder.Order(
                                        server, recording.of().streamId(), isFirst))
                                .chain(ordered -> tell(recording.id(), asked -> started(asked, server, ordered))
                                        .chain(asked -> ordered.outcome() == Recorder.Outcome.DONE
                                                ? stopUnlessWanted(asked, server)
                                                : Uni.createFrom().voidItem())));
    }

    private static void started(Recording recording, String server, Recorder.Ordered ordered) {
        switch (ordered.outcome()) {
            case DONE, BY_ITSELF -> recording.started(server, ordered.file());
            case UNSUPPORTED -> recording.refused();
            case UNCHANGED -> {
                // Nobody publishes yet, or it goes on as it should.
            }
        }
    }

    /** It was over before the media server began. */
    private Uni<Void> stopUnlessWanted(Recording recording, String server) {
        return switch (recording.state()) {
            case STARTING, RECORDING, STOPPING -> Uni.createFrom().voidItem();
            case QUEUED, READY, FAILED, DELETING, DELETED ->
                recorder.stop(new Recorder.Order(server, recording.of().streamId(), false))
                        .replaceWithVoid();
        };
    }

    private Uni<Void> stop(Recording recording) {
        Uni<String> known = recording.server() == null
                ? publishedOn(recording)
                : Uni.createFrom().item(recording.server());
        return known.chain(server -> server == null
                        ? tell(recording.id(), Recording::stopped)
                        : recorder.stop(new Recorder.Order(
                                        server, recording.of().streamId(), false))
                                .chain(ordered -> find(recording, server, ordered.file()))
                                .chain(files -> tell(recording.id(), asked -> stopped(asked, server, files))))
                .replaceWithVoid();
    }

    private static void stopped(Recording recording, String server, List<RecordedFile> files) {
        for (RecordedFile file : files) recording.complete(server, file, recording.now());
        recording.stopped();
    }

    /** Looks for those files that nobody has reported. @param ended the one that was being written, or null */
    private Uni<List<RecordedFile>> find(Recording recording, String server, String ended) {
        Stream<String> unreported = recording.segments().list().stream()
                .filter(one ->
                        one.file() != null && !one.isComplete() && one.server().equals(server))
                .map(Segment::file);
        return Multi.createFrom()
                .items(Stream.concat(unreported, Stream.ofNullable(ended)).distinct())
                .onItem()
                .transformToUniAndConcatenate(file -> recorder.find(server, file)
                        .map(found -> new RecordedFile(file, found.size(), found.durationMillis())))
                .filter(file -> file.size() != null)
                .collect()
                .asList();
    }

    private Uni<Void> delete(Recording recording) {
        Map<Integer, Boolean> answers = new HashMap<>();
        return Multi.createFrom()
                .iterable(recording.segments().list())
                .filter(Segment::isThere)
                .onItem()
                .transformToUniAndConcatenate(one -> recorder.delete(one.server(), one.file())
                        .invoke(answer -> answers.put(one.n(), answer.deleted())))
                .collect()
                .last()
                .chain(() -> tell(recording.id(), asked -> asked.deleted(answers)))
                .replaceWithVoid();
    }

    private Uni<String> publishedOn(Recording recording) {
        return database.query(PUBLISHED_ON, Tuple.of(recording.of().streamId()))
                .map(rows -> rows.size() == 0 ? null : rows.iterator().next().getString(0));
    }

    private Uni<Recording> tell(UUID id, Consumer<Recording> answer) {
        return database.transaction(connection -> table.lock(connection, id)
                .invoke(answer)
                .invoke(Recording::orderLater)
                .call(recording -> table.save(connection, recording)));
    }
}
