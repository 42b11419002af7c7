package io.rtcroom.inbox;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.rtcroom.event.EventJson.UndecodableEventException;
import io.rtcroom.history.StoredEvent;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jboss.logging.Logger;

/** The consumer of {@code room-events}, one in each replica, sharing the partitions. */
@Singleton
class RoomEvents {
    private static final Logger LOG = Logger.getLogger(RoomEvents.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private final Inbox inbox;
    private final DeadLetters deadLetters;
    private final Counter undecodable;

    RoomEvents(Inbox inbox, DeadLetters deadLetters, MeterRegistry meters) {
        this.inbox = inbox;
        this.deadLetters = deadLetters;
        undecodable = meters.counter("rtcroom.inbox.undecodable");
    }

    /** Returns only when the batch is stored: its offsets are committed after that, and it may come again before. */
    @Incoming("room-events")
    Uni<Void> on(ConsumerRecords<byte[], byte[]> batch) {
        List<StoredEvent> events = new ArrayList<>(batch.count());
        List<DeadLetters.Letter> letters = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> entry : batch) sort(entry, events, letters);
        return deadLetters
                .send(letters)
                .chain(() -> inbox.take(events))
                .onFailure()
                .invoke(e -> LOG.warnf("events wait, trying again: %s", e.toString()))
                .onFailure()
                .retry()
                .withBackOff(FIRST_PAUSE, LONGEST_PAUSE)
                .withJitter(0.2)
                .indefinitely();
    }

    private void sort(
            ConsumerRecord<byte[], byte[]> entry, List<StoredEvent> events, List<DeadLetters.Letter> letters) {
        try {
            events.add(StoredEvent.read(text(entry.value())));
        } catch (UndecodableEventException e) {
            undecodable.increment();
            LOG.errorf(
                    "undecodable event goes to the dead letters: partition=%d offset=%d",
                    entry.partition(), entry.offset());
            letters.add(new DeadLetters.Letter(entry, e.getMessage()));
        }
    }

    private static String text(byte[] value) {
        if (value == null) throw new UndecodableEventException("there is no value", null);
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(value))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new UndecodableEventException("the value is not UTF-8", e);
        }
    }
}
