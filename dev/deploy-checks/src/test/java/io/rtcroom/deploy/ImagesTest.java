package io.rtcroom.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The recipes of the images, as far as they can be read without an engine. */
class ImagesTest {
    @ParameterizedTest
    @ValueSource(strings = {"jvm", "native", "media"})
    void everyBaseIsOfOneVersion(String kind) {
        List<String> bases = lines(kind).stream()
                .filter(line -> line.startsWith("FROM "))
                .map(line -> line.split(" ")[1])
                .toList();

        assertFalse(bases.isEmpty());
        assertTrue(bases.stream().allMatch(base -> base.matches(".+:[^:]*(\\d|\\$\\{JAVA}).*")), bases::toString);
        assertTrue(bases.stream().noneMatch(base -> base.contains("latest")), bases::toString);
    }

    @ParameterizedTest
    @ValueSource(strings = {"jvm", "native", "media"})
    void theServiceRunsAsTheChartsUser(String kind) {
        List<String> lines = lines(kind);
        String user =
                lines.stream().filter(line -> line.startsWith("USER ")).toList().getLast();

        var pod = Chart.render("external")
                .one("Deployment", "rtcroom-room-service")
                .at("/spec/template/spec");

        int charts = pod.at("/securityContext/runAsUser").asInt();
        assertEquals("USER " + charts + ":" + charts, user);
        assertTrue(lines.getLast().startsWith("ENTRYPOINT [\""), lines::getLast);
    }

    private static List<String> lines(String kind) {
        return Repository.read("deploy/docker/" + kind + ".Dockerfile")
                .lines()
                .filter(line -> !line.isBlank())
                .toList();
    }
}
