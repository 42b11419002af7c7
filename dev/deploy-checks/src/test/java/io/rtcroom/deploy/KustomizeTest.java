package io.rtcroom.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class KustomizeTest {
    @SuppressWarnings("unused")
    private static final Iterable<String> OVERLAYS = Kustomization.OVERLAYS;

    @BeforeAll
    static void updateIfAskedTo() throws IOException {
        if (!Repository.isUpdate()) return;
        for (String stale : written().keySet()) Files.delete(Kustomization.FOLDER.resolve(stale));
        for (var file : Kustomization.files().entrySet())
            Files.writeString(Kustomization.FOLDER.resolve(file.getKey()), file.getValue());
    }

    @Test
    void whatIsCommittedIsWhatTheChartMakes() throws IOException {
        assertEquals(Kustomization.files(), written(), "mvn -pl dev/deploy-checks test -Dupdate writes it anew");
    }

    @ParameterizedTest
    @FieldSource("OVERLAYS")
    void anOverlayBuildsWhatTheChartRenders(String overlay) throws IOException, InterruptedException {
        assumeTrue(hasKubectl(), "kubectl is missing");

        Map<String, JsonNode> built =
                build(Kustomization.FOLDER.resolve("overlays").resolve(overlay));

        Map<String, JsonNode> rendered = Kustomization.rendered(overlay);
        assertEquals(rendered.keySet(), built.keySet());
        rendered.forEach((id, object) -> assertEquals(object, built.get(id), id));
    }

    /** All but the values, which are written by hand. */
    private static Map<String, String> written() throws IOException {
        try (Stream<Path> files = Files.walk(Kustomization.FOLDER)) {
            return files.filter(file -> file.toString().endsWith(".yaml") && !file.endsWith("values.yaml"))
                    .collect(Collectors.toMap(
                            file -> Kustomization.FOLDER.relativize(file).toString(),
                            Repository::read,
                            (a, b) -> a,
                            TreeMap::new));
        }
    }

    private static Map<String, JsonNode> build(Path overlay) throws IOException, InterruptedException {
        Process kubectl = new ProcessBuilder("kubectl", "kustomize", overlay.toString())
                .redirectErrorStream(true)
                .start();
        String output = new String(kubectl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, kubectl.waitFor(), output);
        return Repository.documents(output).stream()
                .collect(Collectors.toMap(
                        object -> object.path("kind").asText() + " " + Manifests.nameOf(object),
                        object -> object,
                        (a, b) -> a,
                        TreeMap::new));
    }

    private static boolean hasKubectl() {
        return Arrays.stream(System.getenv("PATH").split(":"))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "kubectl")));
    }
}
