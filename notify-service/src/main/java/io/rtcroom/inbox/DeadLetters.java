package io.rtcroom.inbox;

import io.rtcroom.event.Topics;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.MutinyEmitter;
import io.smallrye.reactive.messaging.kafka.Record;
import io.smallrye.reactive.messaging.kafka.api.OutgoingKafkaRecordMetadata;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Message;

/** Records that could not be decoded, kept as they came, with where they came from and why in the headers. */
@Singleton
class DeadLetters {
    private final MutinyEmitter<Record<byte[], byte[]>> topic;

    DeadLetters(@Channel(Topics.DEAD_LETTERS) MutinyEmitter<Record<byte[], byte[]>> topic) {
        this.topic = topic;
    }

    /** Completes when the broker has them all. */
    Uni<Void> send(List<Letter> letters) {
        return Multi.createFrom()
                .iterable(letters)
                .onItem()
                .transformToUniAndConcatenate(letter -> topic.sendMessage(letter.message()))
                .collect()
                .last()
                .replaceWithVoid();
    }

    record Letter(ConsumerRecord<byte[], byte[]> entry, String reason) {
        private Message<Record<byte[], byte[]>> message() {
            RecordHeaders headers = new RecordHeaders(entry.headers().toArray());
            add(headers, "rtcroom-topic", entry.topic());
            add(headers, "rtcroom-partition", Integer.toString(entry.partition()));
            add(headers, "rtcroom-offset", Long.toString(entry.offset()));
            add(headers, "rtcroom-reason", reason);
            return Message.of(Record.of(entry.key(), entry.value()))
                    .addMetadata(OutgoingKafkaRecordMetadata.<byte[]>builder()
                            .withHeaders(headers)
                            .build());
        }

        private static void add(RecordHeaders headers, String name, String value) {
            headers.add(name, String.valueOf(value).getBytes(StandardCharsets.UTF_8));
        }
    }
}
