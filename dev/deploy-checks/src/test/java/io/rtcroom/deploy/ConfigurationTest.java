package io.rtcroom.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigurationTest {
    private static final ConfigurationKeys KEYS = ConfigurationKeys.documented();
    /** Set by the chart itself, so not to be set by anybody else. */
    private static final Set<String> WIRED = Set.of(
            "rtcroom.room-service.url",
            "rtcroom.url-service.url",
            "rtcroom.notify-service.url",
            "rtcroom.database.url",
            "rtcroom.database.migrate");

    @ParameterizedTest
    @MethodSource("io.rtcroom.deploy.Chart#ways")
    void everyVariableOfAServiceIsADocumentedKey(String way) {
        var manifests = Chart.render(way);
        Set<String> known = KEYS.variables();

        Set<String> unknown = manifests.objects().stream()
                .filter(object -> Set.of("room-service", "url-service", "notify-service", "migration")
                        .contains(Manifests.partOf(object)))
                .flatMap(ConfigurationTest::variables)
                .filter(variable -> !known.contains(variable))
                .collect(Collectors.toSet());

        assertEquals(Set.of(), unknown);
    }

    @ParameterizedTest
    @ValueSource(strings = {"room-service", "url-service", "notify-service"})
    void aServiceTakesItsDocumentedKeysAndNoOthers(String service) {
        JsonNode wiring = Chart.file("files/services.yaml").path(service);
        var expected = new TreeSet<>(KEYS.of(service));
        expected.removeAll(WIRED);
        expected.removeIf(key -> isSecret(wiring, ConfigurationKeys.variable(key)));

        JsonNode schema = Chart.file("values.schema.json");

        JsonNode config = schema.at("/properties/services/properties/" + service + "/properties/config/properties");
        var accepted = new TreeSet<String>();
        config.fieldNames().forEachRemaining(accepted::add);
        assertEquals(expected, accepted);
    }

    @ParameterizedTest
    @ValueSource(strings = {"room-service", "url-service", "notify-service"})
    void noSecretIsInAConfigMap(String service) {
        JsonNode map = Chart.render("production").one("ConfigMap", "rtcroom-" + service);

        assertTrue(map.path("data").propertyStream().noneMatch(entry -> entry.getKey()
                .matches(".*(KEY|PASSWORD)$")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"room-service", "notify-service"})
    void theSigningKeysOfAddressesReachUrlServiceAlone(String service) {
        JsonNode deployment = Chart.render("production").one("Deployment", "rtcroom-" + service);

        assertTrue(variables(deployment).noneMatch(variable -> variable.startsWith("RTCROOM_STREAM_")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"room-service", "url-service", "notify-service"})
    void aServiceTracesWhereThereIsACollectorAndOnlyThere(String service) {
        var traced = Chart.render("operators");

        assertEquals("false", sdkDisabled(traced, service));
        assertEquals("", sdkDisabled(Chart.render("production"), service));
        assertEquals(
                4317,
                traced.one("NetworkPolicy", "rtcroom-services-to-tracing")
                        .at("/spec/egress/0/ports/0/port")
                        .asInt());
    }

    private static String sdkDisabled(Manifests manifests, String service) {
        return manifests
                .one("ConfigMap", "rtcroom-" + service)
                .at("/data/QUARKUS_OTEL_SDK_DISABLED")
                .asText();
    }

    private static boolean isSecret(JsonNode wiring, String variable) {
        return Stream.of("secrets", "optionalSecrets", "secretFiles")
                .anyMatch(kind -> wiring.path(kind).has(variable));
    }

    private static Stream<String> variables(JsonNode object) {
        Stream<String> ofContainers = Manifests.containersOf(object)
                .flatMap(container -> Manifests.elements(container.path("env")))
                .map(variable -> variable.path("name").asText());
        Stream<String> ofMap = object.path("kind").asText().equals("ConfigMap")
                ? object.path("data").propertyStream().map(java.util.Map.Entry::getKey)
                : Stream.empty();
        return Stream.concat(ofContainers, ofMap);
    }
}
