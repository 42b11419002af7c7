package io.rtcroom.hook;

import static org.awaitility.Awaitility.await;

import io.rtcroom.event.StreamEvent;
import io.rtcroom.event.TopicReader;
import io.rtcroom.event.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.config.ConfigProvider;

/** What the topic {@code stream-events} has. */
final class Told implements AutoCloseable {
    private final Queue<StreamEvent> events = new ConcurrentLinkedQueue<>();
    private final TopicReader reader;

    private Told() {
        reader = new TopicReader(
                "told",
                () -> ConfigProvider.getConfig().getValue("kafka.bootstrap.servers", String.class),
                List.of(Topics.STREAM_EVENTS),
                TopicReader.From.BEGINNING,
                records -> records.forEach(this::add));
    }

    static Told start() {
        var told = new Told();
        told.reader.start();
        return told;
    }

    private void add(ConsumerRecord<String, String> entry) {
        events.add(StreamEvent.read(entry.value()));
    }

    /** Type, client and file of each event about the stream so far. */
    List<String> of(String streamId) {
        return events.stream()
                .filter(event -> event.streamId().equals(streamId))
                .map(event -> event.type() + " " + event.server() + " " + event.clientId() + file(event))
                .toList();
    }

    /** The time that the first event about the stream says. */
    Instant firstAt(String streamId) {
        return events.stream()
                .filter(event -> event.streamId().equals(streamId))
                .findFirst()
                .orElseThrow()
                .at();
    }

    private static String file(StreamEvent event) {
        return event.file() == null
                ? ""
                : " " + event.file().name() + " " + event.file().size() + " "
                        + event.file().durationMillis();
    }

    void awaits(String streamId, List<String> expected) {
        await().atMost(Duration.ofSeconds(10)).until(() -> of(streamId), expected::equals);
    }

    @Override
    public void close() {
        reader.stop();
    }
}
