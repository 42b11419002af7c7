package io.rtcroom.sign;

import static io.rtcroom.Callers.service;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@TestProfile(BoundStreamResourceTest.InBoundForm.class)
class BoundStreamResourceTest {
    @ParameterizedTest
    @ValueSource(strings = {"", "&ses=", "&net=", "&room="})
    void anAddressIsVerifiedWithAPartThatHasNoValue(String more) {
        String pushUrl = service()
                        .body(Map.of("userId", "alice"))
                        .post("/internal/streams")
                        .then()
                        .statusCode(200)
                        .extract()
                        .path("pushUrl")
                + more;

        service()
                .body(Map.of("userId", "alice", "pushUrl", pushUrl))
                .post("/internal/streams/verify")
                .then()
                .statusCode(200)
                .body("pushUrl", equalTo(pushUrl));
    }

    public static class InBoundForm implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("rtcroom.stream.format", "bound");
        }
    }
}
