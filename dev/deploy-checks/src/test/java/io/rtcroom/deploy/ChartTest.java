package io.rtcroom.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubernetes.client.util.Yaml;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ChartTest {
    /** Kinds of operators, which the client library does not know. */
    private static final Set<String> CUSTOM_RESOURCES = Set.of(
            "monitoring.coreos.com/v1",
            "gateway.networking.k8s.io/v1",
            "keda.sh/v1alpha1",
            "postgresql.cnpg.io/v1",
            "kafka.strimzi.io/v1");

    @ParameterizedTest
    @MethodSource("io.rtcroom.deploy.Chart#ways")
    void theLinterFindsNothing(String way) {
        var result = Chart.lint(way);

        assertFalse(result.isFailed(), () -> String.join("\n", result.getMessages()));
    }

    @ParameterizedTest
    @MethodSource("io.rtcroom.deploy.Chart#ways")
    void everyManifestIsWhatItsKindAllows(String way) throws IOException {
        var manifests = Chart.render(way);

        for (JsonNode object : manifests.objects()) {
            if (CUSTOM_RESOURCES.contains(object.path("apiVersion").asText())) continue;
            Yaml.loadAll(Repository.YAML.writeValueAsString(object));
        }
        assertFalse(manifests.objects().isEmpty());
    }

    @ParameterizedTest
    @MethodSource("io.rtcroom.deploy.Chart#ways")
    void noTwoObjectsHaveOneName(String way) {
        List<String> names = Chart.render(way).objects().stream()
                .map(object -> object.path("kind").asText() + " " + Manifests.nameOf(object))
                .toList();

        assertEquals(names.size(), Set.copyOf(names).size(), names::toString);
    }

    @Test
    void aMisspeltFieldWouldBeFound() {
        String yaml = "apiVersion: v1\nkind: Service\nmetadata: {name: x}\nspec: {selektor: {a: b}}";

        assertTrue(org.junit.jupiter.api.Assertions.assertThrows(Exception.class, () -> Yaml.loadAll(yaml))
                .getMessage()
                .contains("selektor"));
    }

    @Test
    void theChartAndTheProjectHaveOneVersion() {
        String version = Repository.read("pom.xml").replaceAll("(?s).*?<version>(.*?)(-SNAPSHOT)?</version>.*", "$1");

        JsonNode chart = Chart.file("Chart.yaml");

        assertEquals(version, chart.path("appVersion").asText());
        assertEquals(version, chart.path("version").asText());
    }

    @Test
    void aWayThatNamesAStoreMakesNone() {
        Set<String> kinds = Chart.render("external").objects().stream()
                .map(object -> object.path("kind").asText())
                .collect(Collectors.toSet());

        assertFalse(kinds.contains("StatefulSet"));
    }
}
