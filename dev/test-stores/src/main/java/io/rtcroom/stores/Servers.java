package io.rtcroom.stores;

import io.smallrye.reactive.messaging.kafka.companion.test.EmbeddedKafkaBroker;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.postgresql.PostgreSQLContainer;

/** Starts the servers, each either in a container or on this machine. */
final class Servers {
    record Postgres(String url, String username, String password) {}

    record Kafka(String bootstrapServers) {}

    private Servers() {}

    @SuppressWarnings("resource") // lives as long as the JVM
    static Postgres containerPostgres() {
        var container = new PostgreSQLContainer("postgres:18-alpine").withDatabaseName("rtcroom");
        container.start();
        String url = "postgresql://" + container.getHost() + ":" + container.getFirstMappedPort() + "/rtcroom";
        return new Postgres(url, container.getUsername(), container.getPassword());
    }

    /** The embedded server is started with fsync off by its library; a test that claims durability must not rely on it. */
    @SuppressWarnings("resource") // lives as long as the JVM
    static Postgres embeddedPostgres() {
        try {
            var server = EmbeddedPostgres.builder()
                    .setServerConfig("max_connections", "200")
                    .start();
            return new Postgres("postgresql://127.0.0.1:" + server.getPort() + "/postgres", "postgres", "postgres");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @SuppressWarnings("resource") // lives as long as the JVM
    static Kafka containerKafka() {
        var container = new KafkaContainer("apache/kafka-native:4.1.1");
        container.start();
        return new Kafka(container.getBootstrapServers());
    }

    @SuppressWarnings("resource") // lives as long as the JVM
    static Kafka embeddedKafka() {
        var broker = new EmbeddedKafkaBroker().withNodeId(1);
        // Left to itself it draws two ports, and now and then the same one twice.
        try (var kafka = new ServerSocket(0);
                var controller = new ServerSocket(0)) {
            broker.withKafkaPort(kafka.getLocalPort()).withControllerPort(controller.getLocalPort());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        broker.start();
        return new Kafka(broker.getAdvertisedListeners());
    }
}
