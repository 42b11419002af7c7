package io.rtcroom.health;

import static io.rtcroom.Callers.nobody;
import static io.rtcroom.Callers.service;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasItem;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(WithoutKafkaTest.NoKafka.class)
class WithoutKafkaTest {
    @Test
    void theServiceIsAliveButNotReadyAndSaysWhy() {
        nobody().get("/q/health/live").then().statusCode(200);
        nobody().get("/q/health/ready")
                .then()
                .statusCode(503)
                .body("checks.data.reason", hasItem(containsString("revocations")));
    }

    @Test
    void itStillSignsForTheOtherServices() {
        service()
                .body(Map.of("userId", "alice"))
                .post("/internal/streams")
                .then()
                .statusCode(200);
    }

    public static class NoKafka implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("kafka.bootstrap.servers", "127.0.0.1:1");
        }
    }
}
