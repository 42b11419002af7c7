package io.rtcroom.credential;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.rtcroom.event.Topics;
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
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Reads the topic {@code revocations} in full and then for ever, in every process for itself: by assignment, without a
 * group, because each replica needs every record. Until the first full read the process does not know whom to refuse,
 * so it is not {@link #isLoaded() loaded} and must not be ready.
 */
@Singleton
public class RevocationFeed {
    private static final Logger LOG = Logger.getLogger(RevocationFeed.class);
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(1);

    private final Revocations revocations;
    private final String bootstrapServers;
    private volatile boolean loaded;
    private volatile boolean stopped;
    private volatile KafkaConsumer<String, String> consumer;

    RevocationFeed(Revocations revocations, @ConfigProperty(name = "kafka.bootstrap.servers") String bootstrapServers) {
        this.revocations = revocations;
        this.bootstrapServers = bootstrapServers;
    }

    /** Whether every revocation that existed at start is known. */
    public boolean isLoaded() {
        return loaded;
    }

    void start(@Observes StartupEvent event) {
        Thread.ofPlatform().daemon().name("revocation-feed").start(this::follow);
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
                LOG.warnf("revocations cannot be read, trying again: %s", e.toString());
                pause();
            }
        }
    }

    private void read(KafkaConsumer<String, String> current) {
        List<TopicPartition> partitions = current.partitionsFor(Topics.REVOCATIONS).stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        if (partitions.isEmpty()) throw new IllegalStateException("the topic does not exist yet");
        current.assign(partitions);
        current.seekToBeginning(partitions);
        Map<TopicPartition, Long> ends = current.endOffsets(partitions);
        while (!stopped) {
            for (ConsumerRecord<String, String> entry : current.poll(POLL)) apply(entry);
            if (!loaded && ends.entrySet().stream().allMatch(end -> current.position(end.getKey()) >= end.getValue())) {
                loaded = true;
                LOG.infof("revocations loaded");
            }
            revocations.purge();
        }
    }

    private void apply(ConsumerRecord<String, String> entry) {
        if (entry.value() == null) return;
        try {
            revocations.add(Revocation.read(entry.value()));
        } catch (JsonProcessingException e) {
            LOG.errorf("undecodable revocation at partition=%d offset=%d", entry.partition(), entry.offset());
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
                bootstrapServers,
                ConsumerConfig.CLIENT_ID_CONFIG,
                "revocations-" + UUID.randomUUID(),
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                false,
                ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
                false,
                ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                5_000);
    }
}
