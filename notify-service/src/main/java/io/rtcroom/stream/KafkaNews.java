package io.rtcroom.stream;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.rtcroom.event.EventJson.UndecodableEventException;
import io.rtcroom.event.Topics;
import io.rtcroom.history.StoredEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jboss.logging.Logger;

/**
 * Reads all of {@code room-events} from the end, in every replica for itself, only to wake the streams that are open
 * here. It commits nothing and owes nothing: what it misses, {@link StoreNews} finds.
 */
@Singleton
public class KafkaNews {
    private static final Logger LOG = Logger.getLogger(KafkaNews.class);
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(1);

    private final Streams streams;
    private final KafkaConfig config;
    private volatile boolean assigned;
    private volatile boolean stopped;
    private volatile KafkaConsumer<String, String> consumer;

    KafkaNews(Streams streams, KafkaConfig config) {
        this.streams = streams;
        this.config = config;
    }

    /** Whether news has been read at all since the start; Kafka going away later makes streams slower, not wrong. */
    public boolean isAssigned() {
        return assigned;
    }

    void start(@Observes StartupEvent event) {
        Thread.ofPlatform().daemon().name("room-events-news").start(this::follow);
    }

    void stop(@Observes ShutdownEvent event) {
        stopped = true;
        KafkaConsumer<String, String> current = consumer;
        if (current != null) current.wakeup();
    }

    private void follow() {
        while (!stopped) {
            try (var current = new KafkaConsumer<>(settings(), new StringDeserializer(), new StringDeserializer())) {
                consumer = current;
                read(current);
            } catch (WakeupException e) {
                return;
            } catch (RuntimeException e) {
                LOG.warnf("no news from Kafka, trying again: %s", e.toString());
                pause();
            }
        }
    }

    private void read(KafkaConsumer<String, String> current) {
        List<TopicPartition> partitions = current.partitionsFor(Topics.ROOM_EVENTS).stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        if (partitions.isEmpty()) throw new IllegalStateException("the topic does not exist yet");
        current.assign(partitions);
        current.seekToEnd(partitions);
        partitions.forEach(current::position);
        assigned = true;
        while (!stopped) for (ConsumerRecord<String, String> entry : current.poll(POLL)) tell(entry);
    }

    private void tell(ConsumerRecord<String, String> entry) {
        if (entry.value() == null || streams.isEmpty()) return;
        try {
            streams.hear(StoredEvent.read(entry.value()));
        } catch (UndecodableEventException e) {
            LOG.debugf("not an event: partition=%d offset=%d", entry.partition(), entry.offset());
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE_AFTER_FAILURE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Map<String, Object> settings() {
        return Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                config.servers(),
                ConsumerConfig.CLIENT_ID_CONFIG,
                "room-events-news-" + UUID.randomUUID(),
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                false,
                ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
                false,
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                "latest",
                ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                5_000);
    }
}
