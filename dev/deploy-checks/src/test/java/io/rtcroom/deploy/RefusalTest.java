package io.rtcroom.deploy;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What cannot be installed, and what is said then. */
class RefusalTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "replica: 3 | replica",
                "services: {room-service: {replcas: 3}} | replcas",
                "services: {media-service: {}} | media-service",
                "services: {room-service: {config: {rtcroom.room.heartbeat-timout: 20s}}} | heartbeat-timout",
                "services: {room-service: {config: {rtcroom.im.secret-key: abc}}} | rtcroom.im.secret-key",
                "services: {room-service: {autoscaling: {by: [hpa, keda]}}} | by",
                "services: {room-service: {autoscaling: {by: hpa, hpa: true}}} | hpa",
                "services: {room-service: {replicas: '2'}} | replicas",
                "services: {room-service: {resources: {limits: {memory: 640MiB}}}} | memory",
                "kafka: {mode: internal} | mode",
                "kafka: {partitions: 48} | partitions",
                "image: {tag: latest} | tag",
                "database: {bundled: {image: postgres}} | image",
                "media: {replicas: 2} | replicas",
                "media: {host: 'rtmp://media.example.com'} | host",
                "test: {image: 'curlimages/curl:latest'} | image",
            })
    void theSchemaNamesWhatItDoesNotKnow(String values, String named) {
        assertRefused(() -> Chart.render("external", values), named);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "secrets: {name: ''} | secrets.name is required",
                "database: {host: ''} | database.host is required",
                "kafka: {bootstrapServers: ''} | kafka.bootstrapServers is required",
                "services: {url-service: {config: {rtcroom.stream.push-host: ''}}} | rtcroom.stream.push-host is required",
                "services: {url-service: {config: {rtcroom.stream.bizid: ''}}} | rtcroom.stream.bizid is required",
                "media: {enabled: true} | media.host is required",
                "edge: {ingress: {enabled: true}} | edge.host is required",
                "edge: {host: a.example.com, gateway: {enabled: true}} | edge.gateway.parentRefs is required",
                "database: {mode: bundled, migration: hook} | database.migration",
                "kafka: {replicationFactor: 1} | kafka.minInSyncReplicas",
            })
    void whatIsMissingIsNamedByItsValue(String values, String said) {
        assertRefused(() -> Chart.render("external", values), said);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "secrets: {name: rtcroom-trial} | secrets.name",
                "database: {mode: bundled} | database.mode",
                "kafka: {mode: bundled} | kafka.mode",
                "image: {registry: rtcroom} | image.registry",
                "services: {url-service: {autoscaling: {by: none}, replicas: 1}} | services.url-service",
                "services: {url-service: {autoscaling: {min: 1}}} | services.url-service",
                "services: {room-service: {config: {rtcroom.im.login-info: open}}} | rtcroom.im.login-info",
                "networkPolicy: {enabled: false} | networkPolicy.enabled",
                "networkPolicy: {edge: []} | networkPolicy.edge",
                "edge: {ingress: {tlsSecret: ''}} | edge.ingress.tlsSecret",
                "kafka: {minInSyncReplicas: 1} | kafka.minInSyncReplicas",
            })
    void productionRefusesWhatIsForATrial(String values, String said) {
        assertRefused(() -> Chart.render("production", values), said);
    }

    @Test
    void everythingThatIsWrongIsSaidAtOnce() {
        String values = "{secrets: {name: ''}, database: {host: ''}}";

        assertRefused(() -> Chart.render("external", values), "secrets.name is required");
        assertRefused(() -> Chart.render("external", values), "database.host is required");
    }

    private static void assertRefused(Supplier<Manifests> rendering, String said) {
        String message =
                assertThrows(IllegalStateException.class, rendering::get).getMessage();

        assertTrue(message.contains(said), message);
    }
}
