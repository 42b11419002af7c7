package io.rtcroom.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyTest {
    private static final Set<String> SERVICES =
            Set.of("rtcroom-room-service", "rtcroom-url-service", "rtcroom-notify-service");

    @ParameterizedTest
    @MethodSource("io.rtcroom.deploy.Chart#ways")
    void everyPodMeetsPodSecurityRestricted(String way) {
        var manifests = Chart.render(way);

        manifests.pods().forEach(pod -> {
            JsonNode spec = pod.path("spec");
            JsonNode security = spec.path("securityContext");
            assertTrue(security.path("runAsNonRoot").asBoolean(), spec::toString);
            assertTrue(security.path("runAsUser").asInt() > 0, spec::toString);
            assertEquals("RuntimeDefault", security.at("/seccompProfile/type").asText(), spec::toString);
            assertTrue(Stream.of("hostNetwork", "hostPID", "hostIPC").noneMatch(spec::has), spec::toString);
            assertTrue(Manifests.elements(spec.path("volumes")).noneMatch(volume -> volume.has("hostPath")));
        });
        manifests.containers().forEach(container -> {
            JsonNode security = container.path("securityContext");
            assertTrue(security.has("allowPrivilegeEscalation"), container::toString);
            assertFalse(security.path("allowPrivilegeEscalation").asBoolean(), container::toString);
            assertFalse(security.path("privileged").asBoolean(), container::toString);
            assertTrue(security.path("readOnlyRootFilesystem").asBoolean(), container::toString);
            assertEquals("[\"ALL\"]", security.at("/capabilities/drop").toString(), container::toString);
            assertTrue(security.at("/capabilities/add").isMissingNode(), container::toString);
        });
    }

    @ParameterizedTest
    @MethodSource("io.rtcroom.deploy.Chart#ways")
    void noPodHasTheClustersCredentials(String way) {
        var manifests = Chart.render(way);

        manifests
                .pods()
                .map(pod -> pod.at("/spec/automountServiceAccountToken"))
                .forEach(mount -> {
                    assertTrue(mount.isBoolean());
                    assertFalse(mount.asBoolean());
                });
        assertTrue(manifests.all("ServiceAccount").noneMatch(account -> account.path("automountServiceAccountToken")
                .asBoolean(true)));
        assertTrue(manifests.objects().stream()
                .noneMatch(object -> object.path("kind").asText().matches("(Cluster)?Role(Binding)?")));
    }

    @ParameterizedTest
    @MethodSource("io.rtcroom.deploy.Chart#ways")
    void everyImageIsOfOneVersion(String way) {
        List<String> images = Chart.render(way)
                .containers()
                .map(container -> container.path("image").asText())
                .toList();

        assertTrue(
                images.stream().allMatch(image -> image.matches(".+(:[^:/]*[0-9][^:/]*|@sha256:[0-9a-f]{64})")),
                images::toString);
        assertTrue(images.stream().noneMatch(image -> image.contains("latest")), images::toString);
    }

    @ParameterizedTest
    @MethodSource("io.rtcroom.deploy.Chart#ways")
    void everyContainerIsLimited(String way) {
        Chart.render(way).containers().forEach(container -> {
            assertFalse(container.at("/resources/limits/memory").isMissingNode(), container::toString);
            assertFalse(container.at("/resources/requests/memory").isMissingNode(), container::toString);
            assertFalse(container.at("/resources/requests/cpu").isMissingNode(), container::toString);
        });
    }

    @ParameterizedTest
    @MethodSource("io.rtcroom.deploy.Chart#ways")
    void everyServerIsProbed(String way) {
        var manifests = Chart.render(way);

        Stream.of("Deployment", "StatefulSet")
                .flatMap(manifests::all)
                .flatMap(object -> Manifests.elements(object.at("/spec/template/spec/containers")))
                .forEach(container -> {
                    for (String probe : List.of("startupProbe", "livenessProbe", "readinessProbe"))
                        assertTrue(container.has(probe), () -> probe + " of " + container);
                });
    }

    @ParameterizedTest
    @MethodSource("io.rtcroom.deploy.Chart#ways")
    void livenessTouchesNoDependency(String way) {
        var manifests = Chart.render(way);

        manifests
                .all("Deployment")
                .flatMap(Manifests::containersOf)
                .filter(c -> c.has("livenessProbe"))
                .forEach(c -> {
                    assertEquals(
                            "/q/health/live",
                            c.at("/livenessProbe/httpGet/path").asText());
                    assertEquals(
                            "/q/health/started",
                            c.at("/startupProbe/httpGet/path").asText());
                    assertEquals(
                            "/q/health/ready",
                            c.at("/readinessProbe/httpGet/path").asText());
                });
        manifests
                .all("StatefulSet")
                .flatMap(Manifests::containersOf)
                .forEach(c -> assertTrue(c.at("/livenessProbe").has("tcpSocket"), c::toString));
    }

    /** What an extension adds to health by itself, liveness included, is switched off where our own checks do better. */
    @ParameterizedTest
    @ValueSource(strings = {"room-service", "notify-service"})
    void noExtensionMakesAStorePartOfLiveness(String service) {
        String configuration = Repository.read(service + "/src/main/resources/application.properties");

        assertTrue(configuration.contains("quarkus.messaging.health.enabled=false"));
        assertTrue(configuration.contains("quarkus.datasource.health.enabled=false"));
    }

    @ParameterizedTest
    @MethodSource("io.rtcroom.deploy.Chart#ways")
    void anUpgradeNeverTakesAReplicaAwayFirst(String way) {
        var manifests = Chart.render(way);

        assertEquals(
                SERVICES, manifests.all("Deployment").map(Manifests::nameOf).collect(Collectors.toSet()));
        manifests.all("Deployment").forEach(deployment -> {
            assertEquals(
                    0,
                    deployment.at("/spec/strategy/rollingUpdate/maxUnavailable").asInt(-1));
            JsonNode pod = deployment.at("/spec/template/spec");
            int removal =
                    pod.at("/containers/0/lifecycle/preStop/sleep/seconds").asInt();
            assertTrue(removal > 0);
            assertTrue(pod.path("terminationGracePeriodSeconds").asInt() > removal + 10);
            assertEquals(2, pod.path("topologySpreadConstraints").size());
        });
        assertTrue(manifests
                .all("PodDisruptionBudget")
                .map(Manifests::nameOf)
                .collect(Collectors.toSet())
                .containsAll(SERVICES));
    }

    @ParameterizedTest
    @MethodSource("io.rtcroom.deploy.Chart#ways")
    void oneThingAtMostSetsTheNumberOfReplicas(String way) {
        var manifests = Chart.render(way);

        manifests.all("Deployment").forEach(deployment -> {
            long scalers = Stream.of("HorizontalPodAutoscaler", "ScaledObject")
                    .flatMap(manifests::all)
                    .filter(scaler ->
                            scaler.at("/spec/scaleTargetRef/name").asText().equals(Manifests.nameOf(deployment)))
                    .count();
            assertEquals(1, scalers + (deployment.path("spec").has("replicas") ? 1 : 0));
        });
    }

    @Test
    void whatIsNoNamedFlowIsDenied() {
        var manifests = Chart.render("production");

        JsonNode all = manifests.one("NetworkPolicy", "rtcroom-default-deny").path("spec");
        assertEquals("[\"Ingress\",\"Egress\"]", all.path("policyTypes").toString());
        assertFalse(all.has("ingress") || all.has("egress"));
        assertEquals(
                Set.of(
                        "room-service-to-url-service",
                        "room-service-to-notify-service",
                        "services-to-postgresql",
                        "services-to-kafka",
                        "notify-service-to-room-service",
                        "notify-service-to-im",
                        "notify-service-to-hook",
                        "notify-service-to-webhooks",
                        "test-to-services",
                        "names"),
                manifests
                        .all("NetworkPolicy")
                        .filter(policy -> policy.path("spec").has("egress"))
                        .map(policy -> Manifests.nameOf(policy).substring("rtcroom-".length()))
                        .collect(Collectors.toSet()));
    }

    @ParameterizedTest
    @MethodSource("io.rtcroom.deploy.Chart#ways")
    void topicsHaveTheirPartitionsForGood(String way) {
        var manifests = Chart.render(way);
        String constant = Repository.read("contracts/src/main/java/io/rtcroom/event/Topics.java")
                .replaceAll("(?s).*PARTITIONS = (\\d+);.*", "$1");

        Stream<String> ofTopics = manifests.all("KafkaTopic").map(topic -> topic.at("/spec/partitions")
                .asText());
        Stream<String> ofJobs = manifests
                .containers()
                .flatMap(container -> Manifests.elements(container.path("env")))
                .filter(variable -> variable.path("name").asText().equals("PARTITIONS"))
                .map(variable -> variable.path("value").asText());

        assertTrue(Stream.concat(ofTopics, ofJobs).allMatch(constant::equals));
    }

    @Test
    void aStoreOfTheReleaseIsMigratedBesideServicesThatWait() {
        var manifests = Chart.render("trial");

        JsonNode job = manifests.one("Job", "rtcroom-migrate-room-service-1");
        JsonNode waiting =
                manifests.one("Deployment", "rtcroom-room-service").at("/spec/template/spec/initContainers/0");

        assertTrue(job.at("/metadata/annotations").isMissingNode());
        assertEquals(
                "QUARKUS_FLYWAY_VALIDATE_AT_START", waiting.at("/env/0/name").asText());
    }

    @Test
    void aStoreOutsideIsMigratedBeforeAnythingChanges() {
        var manifests = Chart.render("production");

        JsonNode job = manifests.one("Job", "rtcroom-migrate-notify-service");

        assertEquals(
                "pre-install,pre-upgrade",
                job.at("/metadata/annotations").path(Chart.HOOK).asText());
        // Before an install there is no ConfigMap and no ServiceAccount of the release yet.
        assertFalse(job.toString().contains("configMapRef") || job.toString().contains("serviceAccountName"));
        assertFalse(manifests
                .one("Deployment", "rtcroom-notify-service")
                .at("/spec/template/spec")
                .has("initContainers"));
    }
}
