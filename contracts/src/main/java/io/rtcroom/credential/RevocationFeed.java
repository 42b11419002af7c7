package io.rtcroom.credential;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.rtcroom.event.KafkaConfig;
import io.rtcroom.event.TopicReader;
import io.rtcroom.event.Topics;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.jboss.logging.Logger;

/**
 * Reads the topic {@code revocations} in full and then for ever, in every process for itself. Until the first full read
 * the process does not know whom to refuse, so it is not {@link #isLoaded() loaded} and must not be ready.
 */
@Singleton
public class RevocationFeed {
    private static final Logger LOG = Logger.getLogger(RevocationFeed.class);

    private static final int LAST = 10_000;

    private final Revocations revocations;
    private final TopicReader reader;

    RevocationFeed(Revocations revocations, KafkaConfig kafka) {
        this.revocations = revocations;
        reader = new TopicReader(
                "revocations", kafka, List.of(Topics.REVOCATIONS), TopicReader.From.BEGINNING, this::apply);
    }

    /** Whether every revocation that existed at start is known. */
    public boolean isLoaded() {
        return reader.isCaughtUp();
    }

    /** After whoever wants to be told of revocations has said so. */
    void start(@Observes @Priority(LAST) StartupEvent event) {
        reader.start();
    }

    void stop(@Observes ShutdownEvent event) {
        reader.stop();
    }

    private void apply(ConsumerRecords<String, String> entries) {
        entries.forEach(this::apply);
        revocations.purge();
    }

    private void apply(ConsumerRecord<String, String> entry) {
        if (entry.value() == null) return;
        try {
            revocations.add(Revocation.read(entry.value()));
        } catch (JsonProcessingException e) {
            LOG.errorf("undecodable revocation at partition=%d offset=%d", entry.partition(), entry.offset());
        }
    }
}
