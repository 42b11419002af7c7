package io.rtcroom.outbox;

import io.quarkus.arc.properties.IfBuildProperty;
import io.quarkus.runtime.ShutdownEvent;
import io.rtcroom.event.KafkaConfig;
import io.rtcroom.event.TopicWriter;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/** The relay's producer: its patience is finite, because the relay must look after its database session meanwhile. */
@Singleton
@IfBuildProperty(name = Relay.DATABASE, stringValue = Relay.POSTGRESQL)
class RecordSender {
    private final TopicWriter writer;

    RecordSender(KafkaConfig kafka) {
        writer = new TopicWriter("outbox-relay", kafka);
    }

    /** Completes when Kafka has the record for good. */
    Uni<Void> send(String topic, String key, String value, String traceparent) {
        return writer.send(topic, key, value, traceparent);
    }

    void stop(@Observes ShutdownEvent event) {
        writer.close();
    }
}
