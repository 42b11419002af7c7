package io.rtcroom.bench;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Records of an event's size through the stack's broker with nothing in between, sent as the relay sends. */
final class KafkaRoundTrip implements AutoCloseable {
    private static final String TOPIC = "bench";
    private static final int PARTITIONS = 24;
    private static final int EVENT_BYTES = 500;
    private static final Duration POLL = Duration.ofMillis(100);

    private final KafkaProducer<byte[], byte[]> producer;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final AtomicLong arrived = new AtomicLong();
    private final Thread reader;
    private volatile Tally tally = new Tally();
    private volatile boolean closing;

    KafkaRoundTrip(String servers) throws Exception {
        Map<String, Object> settings = Map.of("bootstrap.servers", servers);
        try (Admin admin = Admin.create(settings)) {
            if (!admin.listTopics().names().get().contains(TOPIC))
                admin.createTopics(List.of(new NewTopic(TOPIC, PARTITIONS, (short) 1)))
                        .all()
                        .get();
        }
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", servers, "acks", "all", "enable.idempotence", true, "linger.ms", 0),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        var partitions = consumer.partitionsFor(TOPIC).stream()
                .map(info -> new TopicPartition(TOPIC, info.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToEnd(partitions);
        partitions.forEach(consumer::position);
        reader = Thread.ofPlatform().daemon().name("round-trip").start(this::read);
    }

    /** From when a record was due to be sent until it was read. */
    Tally latency(double perSecond, Duration warmUp, Duration window) throws InterruptedException {
        var schedule = new Schedule(System.nanoTime(), perSecond);
        long opens = schedule.startNanos() + warmUp.toNanos();
        long ends = opens + window.toNanos();
        for (long sent = 0; System.nanoTime() < ends; Thread.sleep(1)) {
            if (!tally.isOpen() && System.nanoTime() >= opens) tally.open();
            for (long due = schedule.dueBy(System.nanoTime()); sent < due; sent++) send(sent, schedule.dueAt(sent));
        }
        tally.close();
        return tally;
    }

    /** Records a second, all sent at once and read at the other end. */
    double rate(int records) throws InterruptedException {
        long begin = System.nanoTime();
        long before = arrived.get();
        for (int i = 0; i < records; i++) send(i, begin);
        while (arrived.get() < before + records) Thread.sleep(1);
        return records / ((System.nanoTime() - begin) / 1e9);
    }

    private void send(long key, long due) {
        byte[] value = ByteBuffer.allocate(EVENT_BYTES).putLong(due).array();
        producer.send(new ProducerRecord<>(
                TOPIC, ByteBuffer.allocate(Long.BYTES).putLong(key).array(), value));
    }

    private void read() {
        while (!closing) {
            ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
            records.forEach(entry -> tally.took(ByteBuffer.wrap(entry.value()).getLong()));
            arrived.addAndGet(records.count());
        }
        consumer.close();
    }

    @Override
    public void close() {
        producer.close();
        closing = true;
        try {
            reader.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
