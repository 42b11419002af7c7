package io.rtcroom.live;

import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.junit.QuarkusTest;
import io.rtcroom.Callers;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** By default nobody is asked. */
@QuarkusTest
class LiveResourceTest {
    @Test
    void whereNobodyKnowsNothingIsLive() {
        Callers.service()
                .body(Map.of("streamIds", List.of("8888_ann_1a2b3c4d")))
                .post("/internal/streams/live")
                .then()
                .statusCode(200)
                .body("live", empty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a&t=1", "a b", "ä"})
    void whatIsNoStreamIsRefused(String streamId) {
        refused(List.of("8888_ann_1a2b3c4d", streamId));
    }

    @Test
    void aHundredAreTheMost() {
        refused(Collections.nCopies(101, "a"));
        refused(List.of());
    }

    private static void refused(List<String> streamIds) {
        Callers.service()
                .body(Map.of("streamIds", streamIds))
                .post("/internal/streams/live")
                .then()
                .statusCode(400)
                .body("field", startsWith("streamIds"));
    }
}
