package io.rtcroom;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.rtcroom.fixture.Callers;
import io.rtcroom.stores.Stores;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(Stores.class)
@WithTestResource(Callers.class)
class OpenApiTest {
    @Test
    void theCommittedDescriptionIsWhatIsServed() throws IOException {
        // As documents: the order of a schema's keys differs from run to run.
        var yaml = new ObjectMapper(new YAMLFactory());

        assertEquals(
                yaml.readTree(Path.of("../docs/openapi/notify-service.yaml").toFile()),
                yaml.readTree(given().get("/q/openapi").asString()),
                "look at the change, then copy notify-service/target/openapi/notify-service.yaml to docs/openapi");
    }
}
