package io.rtcroom.health;

import static io.restassured.RestAssured.given;
import static io.rtcroom.Callers.nobody;
import static io.rtcroom.Callers.service;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasItem;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.rtcroom.RunningService;
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

    /** Whom a revocation concerns is not known: nobody comes in, and nobody is thrown out. */
    @Test
    void aMediaServersDoorStaysAsItIs() {
        hook("publish", 503);
        hook("play", 503);
        hook("update_publish", 204);
        hook("update_play", 204);
    }

    private static void hook(String call, int status) {
        given().contentType("application/x-www-form-urlencoded")
                .body("app=live&addr=203.0.113.7&clientid=1&call=" + call + "&name=8888_alice_1a2b&txSecret=0&txTime=0")
                .post("/hooks/nginx-rtmp/" + RunningService.HOOK_SECRET + "/nginx-1")
                .then()
                .statusCode(status);
    }

    public static class NoKafka implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("kafka.bootstrap.servers", "127.0.0.1:1");
        }
    }
}
