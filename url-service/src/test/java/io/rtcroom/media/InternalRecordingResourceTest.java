package io.rtcroom.media;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.rtcroom.Callers;
import io.rtcroom.MediaServerStandIn;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class InternalRecordingResourceTest {
    private final String stream = "8888_ann_" + UUID.randomUUID().toString().substring(0, 8);

    @Test
    void nginxIsToldWhatToRecord() {
        order("start", "nginx-1")
                .statusCode(200)
                .body("outcome", equalTo("DONE"))
                .body("file", equalTo("1"));
        order("stop", "nginx-1").statusCode(200).body("outcome", equalTo("DONE"));

        String query = "?app=live&name=" + stream + "&rec=rtcroom";
        assertTrue(asked().contains("GET /control/record/start" + query), asked());
        assertTrue(asked().contains("GET /control/record/stop" + query), asked());
    }

    @ParameterizedTest
    @CsvSource({"srs-1, BY_ITSELF", "tencent, BY_ITSELF", "mtx-1, UNSUPPORTED", "nowhere, UNSUPPORTED"})
    void othersTakeNoOrders(String server, String outcome) {
        order("start", server).statusCode(200).body("outcome", equalTo(outcome)).body("file", nullValue());
        file(server, "1.flv")
                .delete("/internal/recordings/file")
                .then()
                .statusCode(200)
                .body("deleted", is(false));
    }

    @Test
    void aFileOfNginxIsDeleted() {
        String file = stream + "-1700000000.flv";
        file("nginx-1", file)
                .delete("/internal/recordings/file")
                .then()
                .statusCode(200)
                .body("deleted", is(true));

        assertTrue(asked().contains("DELETE /recordings/" + file), asked());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"../nginx.conf", "..%2f1.flv", "a/b.flv", "1.flv?x", ".flv", "https://vod.example.com/1.flv"})
    void whatIsNoFileOfNginxIsNeitherLookedForNorDeleted(String file) {
        file("nginx-1", file)
                .get("/internal/recordings/file")
                .then()
                .statusCode(200)
                .body("size", nullValue());
        file("nginx-1", file)
                .delete("/internal/recordings/file")
                .then()
                .statusCode(200)
                .body("deleted", is(false));

        assertFalse(asked().contains("/recordings/" + file), asked());
    }

    private ValidatableResponse order(String verb, String server) {
        return Callers.service()
                .body(Map.of("server", server, "streamId", stream))
                .post("/internal/recordings/" + verb)
                .then();
    }

    private static io.restassured.specification.RequestSpecification file(String server, String file) {
        return Callers.service().queryParam("server", server).queryParam("file", file);
    }

    private static String asked() {
        String standIn = ConfigProvider.getConfig().getValue(MediaServerStandIn.PROPERTY, String.class);
        return given().get(standIn + "/asked").asString();
    }
}
