package io.rtcroom;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

@QuarkusTest
class OpenApiTest {
    @Test
    void theCommittedDescriptionIsWhatIsServed() throws IOException {
        String committed = Files.readString(Path.of("../docs/openapi/url-service.yaml"));

        assertEquals(
                committed,
                Callers.nobody().get("/q/openapi").asString(),
                "look at the change, then copy url-service/target/openapi/url-service.yaml to docs/openapi");
    }
}
