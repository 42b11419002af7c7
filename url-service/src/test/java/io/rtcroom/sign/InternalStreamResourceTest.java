package io.rtcroom.sign;

import static io.rtcroom.Callers.service;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.ValidatableResponse;
import io.rtcroom.RunningService;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class InternalStreamResourceTest {
    @Test
    void aNewStreamComesWithAllItsAddresses() {
        var stream = create("alice").statusCode(200).header("Cache-Control", "no-store");

        String id = stream.extract().path("streamId");
        String file = "play.example.com/live/" + id;
        stream.body("streamId", matchesPattern("8888_alice_[0-9a-f]{16}"))
                .body("pushUrl", startsWith("rtmp://8888.livepush.myqcloud.com/live/" + id + "?bizid=8888&txSecret="))
                .body("accelerateUrl", startsWith("rtmp://" + file + "?bizid=8888&txSecret="))
                .body("mixedUrl", equalTo("https://" + file + ".flv"))
                .body("flvUrl", equalTo("http://" + file + ".flv"))
                .body("hlsUrl", equalTo("http://" + file + ".m3u8"))
                .body("rtmpUrl", equalTo("rtmp://" + file))
                .body("webrtcUrl", nullValue())
                .body("expiresAt", matchesPattern("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ"))
                .body("playExpiresAt", notNullValue());
    }

    @Test
    void anAddressIsVerifiedForItsUser() {
        var stream = create("alice").extract();

        verify("alice", stream.path("pushUrl"))
                .statusCode(200)
                .body("streamId", equalTo(stream.path("streamId")))
                .body("pushUrl", equalTo(stream.path("pushUrl")))
                .body("expiresAt", equalTo(stream.path("expiresAt")));
    }

    @Test
    void whatTheClientAppendedIsKept() {
        String pushUrl = create("alice").extract().path("pushUrl") + "&record=mp4&record_interval=7200";

        verify("alice", pushUrl).statusCode(200).body("pushUrl", equalTo(pushUrl));
    }

    @Test
    void anAddressIsRefusedForAnotherUser() {
        assertRefused(verify("bob", create("alice").extract().path("pushUrl")), "names a stream of another user");
    }

    @ParameterizedTest
    @CsvSource({
        "'', is not of the form",
        "rtmp://x, is not of the form",
        "http://evil.example.com/live/8888_alice_1a2b?a=b, has another scheme",
        "rtmp://evil.example.com/live/8888_alice_1a2b?a=b, is for another host",
        "rtmp://8888.livepush.myqcloud.com/live/8888_alice_1a2b?bizid=8888&txSecret=0&txTime=0, has no txTime",
        "rtmp://8888.livepush.myqcloud.com/live/8888_alice_1a2b?bizid=8888&txSecret=0&txTime=70DBD880, is not signed",
        "'rtmp://8888.livepush.myqcloud.com/live/8888_alice_1a2b?bizid=8888&txSecret="
                + "3f188c1f19853ce01b3005d8274091dc&txTime=5A051BFA', expired at 2017-11-10T03:24:42Z"
    })
    void anAddressThatIsNotOursIsRefused(String pushUrl, String reason) {
        assertRefused(verify("alice", pushUrl), reason);
    }

    @Test
    void aRenewedStreamKeepsItsName() {
        String streamId = create("alice").extract().path("streamId");

        renew("alice", streamId).statusCode(200).body("streamId", equalTo(streamId));
        renew("bob", streamId)
                .statusCode(400)
                .body("type", equalTo("urn:rtcroom:problem:invalid-stream-address"))
                .body("field", equalTo("streamId"));
    }

    @Test
    void theTestStreamIsConsistentAndItsOwn() {
        var stream = service().get("/internal/streams/test").then().statusCode(200);

        String id = stream.extract().path("streamId");
        stream.body("streamId", matchesPattern("8888_test_[0-9a-f]{16}"))
                .body("pushUrl", containsString("/" + id + "?"))
                .body("flvUrl", containsString("/" + id + ".flv"));
    }

    @Test
    void theClockIsPlayedAccelerated() {
        service()
                .get("/internal/streams/clock")
                .then()
                .statusCode(200)
                .body("accelerateUrl", startsWith("rtmp://play.example.com/live/8888_testclock_rtmpacc?bizid=8888&"))
                .body("expiresAt", notNullValue());
    }

    @ParameterizedTest
    @CsvSource({
        "'', {}, userId",
        "'', {\"userId\":null}, userId",
        "'', {\"userId\":\"\"}, userId",
        "'', {\"userId\":\"al ice\"}, userId",
        "'', {\"userId\":\"a23456789a23456789a23456789a23456\"}, userId",
        "'', {\"userId\":[]}, userId",
        "'', '{\"userId\":\"alice\",\"roomId\":\"a/b\"}', roomId",
        "/verify, {\"userId\":\"alice\"}, pushUrl",
        "/verify, '{\"userId\":\"alice\",\"pushUrl\":{}}', pushUrl",
        "/verify, '{\"userId\":\"alice\",\"pushUrl\":7}', pushUrl",
        "/verify, {\"pushUrl\":\"rtmp://x\"}, userId",
        "/renew, {\"userId\":\"alice\"}, streamId",
        "/renew, '{\"userId\":\"alice\",\"streamId\":[1]}', streamId"
    })
    void aBadFieldIsNamed(String path, String body, String field) {
        service()
                .body(body)
                .post("/internal/streams" + path)
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("field", equalTo(field));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "{", "[]", "7", "\"text\"", "\u0000"})
    void aBodyThatIsNoneIsRefused(String body) {
        for (String path : new String[] {"", "/verify", "/renew"})
            service()
                    .body(body)
                    .post("/internal/streams" + path)
                    .then()
                    .statusCode(400)
                    .contentType("application/problem+json");
    }

    @Test
    void aBodyTooLargeIsRefused() {
        verify("alice", "x".repeat(1 << 20)).statusCode(413);
    }

    @Test
    void aBodyOfUnknownLengthIsCutOff() throws Exception {
        // Good JSON as far as it is read: garbage would be refused as such as soon as its first part is there.
        byte[] json = ("{\"userId\":\"" + "a".repeat(20_000)).getBytes(StandardCharsets.US_ASCII);
        var body = BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(json));
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + RestAssured.port + "/internal/streams"))
                .version(HttpClient.Version.HTTP_1_1)
                .header("X-RTCRoom-Internal-Key", RunningService.INTERNAL_KEY)
                .header("Content-Type", "application/json")
                .POST(body)
                .build();

        try (var client = HttpClient.newHttpClient()) {
            assertEquals(413, client.send(request, BodyHandlers.discarding()).statusCode());
        }
    }

    @Test
    void whatIsNotServedIsSaid() {
        service().get("/internal/streams").then().statusCode(405).contentType("application/problem+json");
        service().get("/internal/other").then().statusCode(404).contentType("application/problem+json");
        service()
                .contentType("text/plain")
                .body("x")
                .post("/internal/streams")
                .then()
                .statusCode(415)
                .contentType("application/problem+json");
    }

    private static void assertRefused(ValidatableResponse answer, String reason) {
        answer.statusCode(400)
                .contentType("application/problem+json")
                .body("type", equalTo("urn:rtcroom:problem:invalid-stream-address"))
                .body("field", equalTo("pushUrl"))
                .body("detail", containsString(reason));
    }

    private static ValidatableResponse create(String userId) {
        return service()
                .body(Map.of("userId", userId))
                .post("/internal/streams")
                .then();
    }

    private static ValidatableResponse verify(String userId, String pushUrl) {
        return service()
                .body(Map.of("userId", userId, "pushUrl", pushUrl))
                .post("/internal/streams/verify")
                .then();
    }

    private static ValidatableResponse renew(String userId, String streamId) {
        return service()
                .body(Map.of("userId", userId, "streamId", streamId))
                .post("/internal/streams/renew")
                .then();
    }
}
