package io.rtcroom.inbox;

import io.smallrye.common.annotation.Identifier;
import io.smallrye.reactive.messaging.kafka.KafkaConsumerRebalanceListener;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/** Whether this replica's consumer has joined its group. A replica beyond the 24th gets no partition and is well all the same. */
@ApplicationScoped
@Identifier("room-events") public class Assignment implements KafkaConsumerRebalanceListener {
    private static final Logger LOG = Logger.getLogger(Assignment.class);

    private volatile boolean joined;

    @Override
    public void onPartitionsAssigned(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        joined = true;
        LOG.infof("consuming room-events: partitions=%d added", partitions.size());
    }

    /** Once true it stays so: that Kafka went away later does not stop what is served from the store. */
    public boolean hasJoined() {
        return joined;
    }
}
