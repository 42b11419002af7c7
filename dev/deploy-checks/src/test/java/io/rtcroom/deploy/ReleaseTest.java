package io.rtcroom.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

class ReleaseTest {
    private static final JsonNode WORKFLOW = Repository.yaml(".github/workflows/release.yaml");

    @Test
    void aReleaseMakesEveryServiceInEveryKind() {
        JsonNode matrix = WORKFLOW.at("/jobs/images/strategy/matrix");

        assertEquals(names(Chart.file("files/services.yaml")), values(matrix.path("service")));
        for (String kind : values(matrix.path("kind")))
            assertTrue(Files.exists(Repository.path("deploy/docker/" + kind + ".Dockerfile")));
    }

    @Test
    void aReleaseMakesTheMediaServerForEveryMachine() {
        JsonNode matrix = WORKFLOW.at("/jobs/images/strategy/matrix");

        for (JsonNode image : matrix.path("include")) {
            assertEquals("media-server", image.path("service").asText());
            assertTrue(Files.exists(
                    Repository.path("deploy/docker/" + image.path("kind").asText() + ".Dockerfile")));
        }
        assertEquals(
                values(matrix.path("runner")),
                StreamSupport.stream(matrix.path("include").spliterator(), false)
                        .map(image -> image.path("runner").asText())
                        .collect(Collectors.toSet()));
    }

    @Test
    void aJobHasTheRightsThatItNamesAndNoOthers() {
        assertTrue(WORKFLOW.path("permissions").isEmpty());
        for (JsonNode job : WORKFLOW.path("jobs"))
            assertFalse(job.path("permissions").isEmpty());
    }

    @Test
    void archivesAreTheSameWheneverTheyAreMade() {
        assertTrue(Repository.read("pom.xml").contains("<project.build.outputTimestamp>"));
    }

    private static Set<String> names(JsonNode object) {
        return object.propertyStream().map(java.util.Map.Entry::getKey).collect(Collectors.toSet());
    }

    private static Set<String> values(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(JsonNode::asText)
                .collect(Collectors.toSet());
    }
}
