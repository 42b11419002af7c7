package io.rtcroom.mix;

import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import io.quarkus.test.junit.QuarkusTest;
import io.rtcroom.Callers;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** By default nobody mixes. */
@QuarkusTest
class MixResourceTest {
    @Test
    void withoutAMixerAnOrderIsAnsweredAndNotDone() {
        Callers.service()
                .body(Map.of("order", "{}"))
                .post("/internal/mixes")
                .then()
                .statusCode(200)
                .body("code", not(0))
                .body("message", is("this deployment mixes no streams"));
    }

    @Test
    void anOrderThatIsTooLongIsRefused() {
        Callers.service()
                .body(Map.of("order", "x".repeat(8193)))
                .post("/internal/mixes")
                .then()
                .statusCode(400)
                .body("field", is("order"));
    }
}
