package io.rtcroom.stores;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.rtcroom.stores.Servers.Kafka;
import io.rtcroom.stores.Servers.Postgres;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.testcontainers.DockerClientFactory;

/**
 * PostgreSQL and Kafka for a {@code @QuarkusTest}: containers where an engine answers, embedded servers otherwise. Both
 * are started once per JVM and left to die with it.
 */
public class Stores implements QuarkusTestResourceLifecycleManager {
    private static final int PARTITIONS = 24;

    private static Postgres postgres;
    private static Kafka kafka;

    private boolean withPostgres = true;

    @Override
    public void init(Map<String, String> args) {
        withPostgres = !"false".equals(args.get("postgres"));
    }

    @Override
    public Map<String, String> start() {
        synchronized (Stores.class) {
            boolean containers = DockerClientFactory.instance().isDockerAvailable();
            if (kafka == null) {
                kafka = containers ? Servers.containerKafka() : Servers.embeddedKafka();
                createTopics(kafka.bootstrapServers());
            }
            if (withPostgres && postgres == null)
                postgres = containers ? Servers.containerPostgres() : Servers.embeddedPostgres();
        }
        Map<String, String> config = new HashMap<>();
        config.put("kafka.bootstrap.servers", kafka.bootstrapServers());
        if (withPostgres) {
            config.put("rtcroom.database.url", postgres.url());
            config.put("rtcroom.database.username", postgres.username());
            config.put("rtcroom.database.password", postgres.password());
        }
        return config;
    }

    private static void createTopics(String bootstrapServers) {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            var topics = Stream.of("room-events", "stream-events", "message-events", "dead-letters")
                    .map(name -> new NewTopic(name, PARTITIONS, (short) 1))
                    .collect(Collectors.toCollection(ArrayList::new));
            topics.add(new NewTopic("revocations", PARTITIONS, (short) 1)
                    .configs(Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT)));
            admin.createTopics(topics).all().get();
        } catch (ExecutionException e) {
            // A busy broker's client asks again when the first answer is late.
            if (!(e.getCause() instanceof TopicExistsException)) throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void stop() {
        // The JVM that started the servers is the test run's; both end with it.
    }
}
