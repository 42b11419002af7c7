package io.rtcroom.hook;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.rtcroom.event.KafkaConfig;
import io.rtcroom.event.StreamEvent;
import io.rtcroom.event.StreamEvent.RecordedFile;
import io.rtcroom.event.TopicWriter;
import io.rtcroom.event.Topics;
import io.rtcroom.media.Client;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jboss.logging.Logger;

/** What was heard of publishers, told to the other services. */
@Singleton
class StreamEvents {
    private static final Logger LOG = Logger.getLogger(StreamEvents.class);
    /** A publisher waits at the media server's door meanwhile. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final TopicWriter topic;
    private final Clock clock;
    private final Counter lost;

    StreamEvents(KafkaConfig kafka, Clock clock, MeterRegistry meters) {
        topic = new TopicWriter("stream-events", kafka);
        this.clock = clock;
        lost = meters.counter("rtcroom.stream.events.lost");
    }

    void stop(@Observes ShutdownEvent event) {
        topic.close();
    }

    /**
     * Waits until Kafka has it, but not for long: without Kafka calls go on, and the media server's next report of the
     * same publisher says again what is lost now.
     */
    Uni<Void> tell(String type, Client client, String userId, Instant at) {
        return tell(type, client, userId, at, null);
    }

    /** A file of the stream is complete. */
    Uni<Void> tellFile(Client client, String userId, RecordedFile file) {
        return tell(StreamEvent.RECORDED, client, userId, clock.instant(), file);
    }

    private Uni<Void> tell(String type, Client client, String userId, Instant at, RecordedFile file) {
        return send(type, client, userId, at, file)
                .ifNoItem()
                .after(PATIENCE)
                .fail()
                .onFailure()
                .invoke(e -> {
                    lost.increment();
                    LOG.warnf("%s is not told streamId=%s: %s", type, client.streamId(), e.toString());
                })
                .onFailure()
                .recoverWithNull();
    }

    /** Fails unless Kafka has it: for a sender that tries again. */
    Uni<Void> send(String type, Client client, String userId, Instant at, RecordedFile file) {
        var event = new StreamEvent(
                UUID.randomUUID(), type, client.streamId(), userId, client.server(), client.id(), at, file);
        return topic.send(Topics.STREAM_EVENTS, client.streamId(), event.json());
    }
}
