package io.rtcroom.stack.part;

import io.rtcroom.stack.config.Addresses;
import io.rtcroom.stack.process.Signal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.TopicConfig;

/** One broker that is its own controller, and the topics with their fixed number of partitions. */
public final class KafkaBroker {
    private static final String NAME = "kafka";
    private static final int PARTITIONS = 24;
    private static final Set<String> TOPICS = Set.of("room-events", "stream-events", "message-events", "dead-letters");
    private static final String COMPACTED_TOPIC = "revocations";
    private static final int ANSWER_MILLIS = 3_000;

    private final Addresses addresses;

    private KafkaBroker(Addresses addresses) {
        this.addresses = addresses;
    }

    public static Part prepare(Path folder, Addresses addresses, int controllerPort) throws IOException {
        Path log = folder.resolve("log");
        Path file = folder.resolve("server.properties");
        Files.writeString(file, configuration(log, addresses, controllerPort));
        var command = JavaCommand.main(
                KafkaNode.class,
                256,
                List.of("-Dorg.slf4j.simpleLogger.defaultLogLevel=warn", "-Dorg.slf4j.simpleLogger.showDateTime=true"),
                List.of(file.toString(), log.toString()));
        var broker = new KafkaBroker(addresses);
        return new Part(
                NAME, addresses.kafka(), command, Map.of(), Signal.TERM, Duration.ofSeconds(20), broker::isReady);
    }

    private static String configuration(Path log, Addresses addresses, int controllerPort) {
        return """
                process.roles=broker,controller
                node.id=1
                listeners=PLAINTEXT://%1$s,CONTROLLER://%2$s
                advertised.listeners=PLAINTEXT://%1$s
                controller.listener.names=CONTROLLER
                controller.quorum.voters=1@%2$s
                log.dirs=%3$s
                auto.create.topics.enable=false
                offsets.topic.num.partitions=4
                offsets.topic.replication.factor=1
                transaction.state.log.num.partitions=1
                transaction.state.log.replication.factor=1
                transaction.state.log.min.isr=1
                share.coordinator.state.topic.num.partitions=1
                share.coordinator.state.topic.replication.factor=1
                share.coordinator.state.topic.min.isr=1
                group.initial.rebalance.delay.ms=0
                # A broker that comes back waits until its earlier life has timed out.
                broker.session.timeout.ms=3000
                broker.heartbeat.interval.ms=500
                # Sized for a laptop: the defaults take 128 MB for the cleaner alone.
                log.cleaner.dedupe.buffer.size=8388608
                log.index.size.max.bytes=1048576
                num.network.threads=2
                num.io.threads=4
                """
                .formatted(addresses.bootstrapServers(), Addresses.HOST + ":" + controllerPort, log);
    }

    private boolean isReady() throws Exception {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers", addresses.bootstrapServers(),
                "request.timeout.ms", ANSWER_MILLIS,
                "default.api.timeout.ms", ANSWER_MILLIS);
        try (Admin admin = Admin.create(settings)) {
            Set<String> known = admin.listTopics().names().get(ANSWER_MILLIS, TimeUnit.MILLISECONDS);
            var missing = new HashSet<>(topics());
            missing.removeIf(topic -> known.contains(topic.name()));
            if (!missing.isEmpty()) admin.createTopics(missing).all().get(2 * ANSWER_MILLIS, TimeUnit.MILLISECONDS);
            return true;
        }
    }

    private static Set<NewTopic> topics() {
        var topics = new HashSet<NewTopic>();
        for (String name : TOPICS) topics.add(new NewTopic(name, PARTITIONS, (short) 1));
        topics.add(new NewTopic(COMPACTED_TOPIC, PARTITIONS, (short) 1)
                .configs(Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT)));
        return topics;
    }
}
