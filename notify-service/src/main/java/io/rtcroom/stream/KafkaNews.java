package io.rtcroom.stream;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.rtcroom.event.EventJson.UndecodableEventException;
import io.rtcroom.event.KafkaConfig;
import io.rtcroom.event.TopicReader;
import io.rtcroom.event.Topics;
import io.rtcroom.history.StoredEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jboss.logging.Logger;

/**
 * Reads all events from the end, in every replica for itself, only to wake the streams that are open here. It owes
 * nothing: what it misses, {@link StoreNews} finds.
 */
@Singleton
public class KafkaNews {
    private static final Logger LOG = Logger.getLogger(KafkaNews.class);

    private final Streams streams;
    private final TopicReader reader;

    KafkaNews(Streams streams, KafkaConfig kafka) {
        this.streams = streams;
        reader = new TopicReader(
                "news",
                kafka,
                List.of(Topics.ROOM_EVENTS, Topics.MESSAGE_EVENTS),
                TopicReader.From.END,
                entries -> entries.forEach(this::tell));
    }

    /** Whether news has been read at all since the start; Kafka going away later makes streams slower, not wrong. */
    public boolean isAssigned() {
        return reader.isCaughtUp();
    }

    void start(@Observes StartupEvent event) {
        reader.start();
    }

    void stop(@Observes ShutdownEvent event) {
        reader.stop();
    }

    private void tell(ConsumerRecord<String, String> entry) {
        if (entry.value() == null || streams.isEmpty()) return;
        try {
            streams.hear(StoredEvent.read(entry.value()));
        } catch (UndecodableEventException e) {
            LOG.debugf("not an event: partition=%d offset=%d", entry.partition(), entry.offset());
        }
    }
}
