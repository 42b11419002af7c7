package io.rtcroom.hook;

import io.rtcroom.media.Client;
import io.rtcroom.media.Recorders;
import io.rtcroom.sign.Streams;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;

/** Tells of files that media servers have recorded, with what can be found out about them. */
@Singleton
class Files {
    private final Streams streams;
    private final Recorders recorders;
    private final StreamEvents events;

    Files(Streams streams, Recorders recorders, StreamEvents events) {
        this.streams = streams;
        this.recorders = recorders;
        this.events = events;
    }

    /** A file is complete. Streams that are not ours are nobody's business. */
    Uni<Void> complete(Client client, String path) {
        return streams.find(client.streamId())
                .map(name -> recorders
                        .describe(client.server(), path)
                        .chain(file -> events.tellFile(client, name.userId(), file)))
                .orElseGet(() -> Uni.createFrom().voidItem());
    }
}
