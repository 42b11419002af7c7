package io.rtcroom.event;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jboss.logging.Logger;

/**
 * Reads topics for as long as the process lives, on a thread of its own: by assignment and without a group, because every
 * process needs every record. It commits nothing; after a failure it starts over.
 */
public final class TopicReader {
    /** Where reading starts, and starts over. */
    public enum From {
        BEGINNING,
        END
    }

    private static final Logger LOG = Logger.getLogger(TopicReader.class);
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(1);
    private static final int API_TIMEOUT_MS = 5_000;

    private final String name;
    private final String servers;
    private final List<String> topics;
    private final From from;
    private final Consumer<ConsumerRecords<String, String>> handler;
    private volatile boolean caughtUp;
    private volatile boolean stopped;
    private volatile KafkaConsumer<String, String> consumer;

    /** @param handler called on the reader's thread about once a second, also with nothing */
    public TopicReader(
            String name,
            KafkaConfig kafka,
            List<String> topics,
            From from,
            Consumer<ConsumerRecords<String, String>> handler) {
        this.name = name;
        this.servers = kafka.servers();
        this.topics = topics;
        this.from = from;
        this.handler = handler;
    }

    /** Whether all that the topics held at the start was handled. Once true it stays so, whatever becomes of Kafka. */
    public boolean isCaughtUp() {
        return caughtUp;
    }

    public void start() {
        Thread.ofPlatform().daemon().name(name).start(this::follow);
    }

    public void stop() {
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
                LOG.warnf("%s cannot read, trying again: %s", name, e.toString());
                pause();
            }
        }
    }

    private void read(KafkaConsumer<String, String> current) {
        List<TopicPartition> partitions = topics.stream()
                .flatMap(topic -> partitions(current, topic).stream())
                .toList();
        current.assign(partitions);
        Map<TopicPartition, Long> ends = current.endOffsets(partitions);
        if (from == From.BEGINNING) current.seekToBeginning(partitions);
        else ends.forEach(current::seek);
        while (!stopped) {
            if (!caughtUp && reaches(ends, current::position)) {
                caughtUp = true;
                LOG.infof("%s has caught up", name);
            }
            handler.accept(current.poll(POLL));
        }
    }

    private static boolean reaches(Map<TopicPartition, Long> ends, ToLongFunction<TopicPartition> position) {
        return ends.entrySet().stream().allMatch(end -> position.applyAsLong(end.getKey()) >= end.getValue());
    }

    private static List<TopicPartition> partitions(KafkaConsumer<String, String> current, String topic) {
        List<TopicPartition> partitions = current.partitionsFor(topic).stream()
                .map(info -> new TopicPartition(topic, info.partition()))
                .toList();
        if (partitions.isEmpty()) throw new IllegalStateException("there is no topic " + topic + " yet");
        return partitions;
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
                servers,
                ConsumerConfig.CLIENT_ID_CONFIG,
                name + "-" + UUID.randomUUID(),
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                false,
                ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
                false,
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                from == From.BEGINNING ? "earliest" : "latest",
                ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                API_TIMEOUT_MS);
    }
}
