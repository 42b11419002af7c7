package io.rtcroom.health;

import static io.rtcroom.Callers.nobody;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.hasItem;

import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

@QuarkusTest
class ReadinessTest {
    @Test
    void theServiceIsReadyOnceTheRevocationsAreRead() {
        await().untilAsserted(() ->
                nobody().get("/q/health/ready").then().statusCode(200).body("checks.name", hasItem("revocations")));
    }
}
