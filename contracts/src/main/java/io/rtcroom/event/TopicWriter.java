package io.rtcroom.event;

import io.smallrye.mutiny.Uni;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/** A Kafka producer: idempotent, acknowledged by all in-sync replicas, and finite in its patience. */
public final class TopicWriter {
    private static final Duration BLOCK_LIMIT = Duration.ofSeconds(2);
    private static final int REQUEST_LIMIT_MS = 3_000;
    private static final int DELIVERY_LIMIT_MS = 5_000;

    private final String name;
    private final KafkaConfig kafka;
    /** {@code send} blocks while the producer knows no broker: never on an event loop. */
    private final ExecutorService sending;

    private Producer<String, String> producer;

    public TopicWriter(String name, KafkaConfig kafka) {
        this.name = name;
        this.kafka = kafka;
        sending = Executors.newSingleThreadExecutor(
                Thread.ofPlatform().daemon().name(name + "-sender").factory());
    }

    /** Completes when Kafka has the record for good. */
    public Uni<Void> send(String topic, String key, String value) {
        return send(topic, key, value, null);
    }

    /**
     * The same as part of a trace.
     *
     * @param traceparent null if of none
     */
    public Uni<Void> send(String topic, String key, String value, String traceparent) {
        var entry = new ProducerRecord<>(topic, key, value);
        if (traceparent != null) entry.headers().add(Traceparent.NAME, traceparent.getBytes(StandardCharsets.US_ASCII));
        return Uni.createFrom()
                .emitter(emitter -> sending.execute(() -> {
                    try {
                        producer().send(entry, (metadata, failure) -> {
                            if (failure == null) emitter.complete(null);
                            else emitter.fail(failure);
                        });
                    } catch (RuntimeException e) {
                        emitter.fail(e);
                    }
                }));
    }

    public void close() {
        sending.shutdownNow();
        if (producer != null) producer.close(Duration.ofSeconds(1));
    }

    private Producer<String, String> producer() {
        if (producer == null)
            producer = new KafkaProducer<>(settings(), new StringSerializer(), new StringSerializer());
        return producer;
    }

    private Map<String, Object> settings() {
        return Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                kafka.servers(),
                ProducerConfig.CLIENT_ID_CONFIG,
                name,
                ProducerConfig.ACKS_CONFIG,
                "all",
                ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                true,
                ProducerConfig.LINGER_MS_CONFIG,
                0,
                ProducerConfig.MAX_BLOCK_MS_CONFIG,
                BLOCK_LIMIT.toMillis(),
                ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                REQUEST_LIMIT_MS,
                ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                DELIVERY_LIMIT_MS);
    }
}
