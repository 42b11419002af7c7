package io.rtcroom.evidence;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.rtcroom.event.EventJson.UndecodableEventException;
import io.rtcroom.event.StreamEvent;
import io.rtcroom.recording.RecordingReports;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jboss.logging.Logger;

/** The consumer of {@code stream-events}, one in each replica, sharing the partitions. */
@Singleton
class StreamReports {
    private static final Logger LOG = Logger.getLogger(StreamReports.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private final Evidence evidence;
    private final RecordingReports recordings;
    private final Counter undecodable;

    StreamReports(Evidence evidence, RecordingReports recordings, MeterRegistry meters) {
        this.evidence = evidence;
        this.recordings = recordings;
        undecodable = meters.counter("rtcroom.evidence.undecodable");
    }

    /** Returns only when the batch is stored: its offsets are committed after that, and it may come again before. */
    @Incoming("stream-events")
    Uni<Void> on(ConsumerRecords<String, String> batch) {
        List<StreamEvent> events = new ArrayList<>(batch.count());
        List<String> letters = new ArrayList<>();
        for (ConsumerRecord<String, String> entry : batch) sort(entry, events, letters);
        return evidence.take(events, letters)
                .chain(() -> recordings.take(events))
                .onFailure()
                .invoke(e -> LOG.warnf("stream events wait, trying again: %s", e.toString()))
                .onFailure()
                .retry()
                .withBackOff(FIRST_PAUSE, LONGEST_PAUSE)
                .withJitter(0.2)
                .indefinitely();
    }

    private void sort(ConsumerRecord<String, String> entry, List<StreamEvent> events, List<String> letters) {
        try {
            events.add(StreamEvent.read(entry.value() == null ? "" : entry.value()));
        } catch (UndecodableEventException e) {
            undecodable.increment();
            LOG.errorf(
                    "undecodable stream event goes to the dead letters: partition=%d offset=%d",
                    entry.partition(), entry.offset());
            // PostgreSQL's text has no place for a NUL, and the letter travels by the outbox.
            letters.add(String.valueOf(entry.value()).replace('\0', '\ufffd'));
        }
    }
}
