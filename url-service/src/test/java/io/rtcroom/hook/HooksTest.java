package io.rtcroom.hook;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.junit.QuarkusTest;
import io.rtcroom.MediaServerStandIn;
import io.rtcroom.RunningService;
import io.rtcroom.credential.Revocation;
import io.rtcroom.event.TopicWriter;
import io.rtcroom.event.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class HooksTest {
    private static final Duration SOON = Duration.ofSeconds(10);

    private static Told told;
    private static TopicWriter topic;

    private final String user = "ann-" + UUID.randomUUID().toString().substring(0, 8);
    private Visitor ann;

    @BeforeAll
    static void listen() {
        told = Told.start();
        topic = new TopicWriter(
                "hooks-test", () -> ConfigProvider.getConfig().getValue("kafka.bootstrap.servers", String.class));
    }

    @BeforeEach
    void annHasAStream() {
        ann = Visitor.of(user);
    }

    @AfterAll
    static void stopListening() {
        told.close();
        topic.close();
    }

    @Test
    void aPublisherIsLetInAndTold() {
        ann.nginx("publish", 7, ann.pushQuery()).statusCode(204);
        assertEquals(List.of("stream.published nginx-1 7"), firstOf(ann), "before the hook was answered");

        ann.nginx("publish_done", 7, ann.pushQuery()).statusCode(204);
        told.awaits(ann.streamId(), List.of("stream.published nginx-1 7", "stream.ended nginx-1 7"));
    }

    @Test
    void aPlayerIsLetInAndNotTold() {
        ann.nginx("play", 8, ann.playQuery()).statusCode(204);
        ann.nginx("play_done", 8, ann.playQuery()).statusCode(204);
        ann.nginx("publish", 9, ann.pushQuery()).statusCode(204);

        told.awaits(ann.streamId(), List.of("stream.published nginx-1 9"));
    }

    @ParameterizedTest
    @CsvSource({
        "txSecret=, txSecret=0",
        "txTime=, txTime=1",
        "txSecret=, secret=",
        "txTime=, time=",
    })
    void aForgedAddressIsRefusedEverywhere(String part, String other) {
        String query = ann.pushQuery().replace(part, other);

        ann.nginx("publish", 1, query).statusCode(403);
        ann.nginx("play", 1, query).statusCode(403);
        ann.srs("on_publish", query).statusCode(403);
        ann.srs("on_play", query).statusCode(403);
        ann.mediaMtx("publish", query).statusCode(403);
        ann.mediaMtx("read", query).statusCode(403);
        assertTrue(told.of(ann.streamId()).isEmpty());
    }

    @Test
    void theAddressOfOneIsNoneForAnother() {
        Visitor bob = Visitor.of("bob");

        ann.nginx("publish", 1, bob.pushQuery()).statusCode(403);
        ann.nginx("play", 1, bob.playQuery()).statusCode(403);
    }

    /** What the client wrote comes after what nginx-rtmp says: it can add nothing that counts. */
    @Test
    void theFirstOfRepeatedFieldsCounts() {
        String query = ann.pushQuery() + "&name=8888_bob_1a2b&clientid=99&call=play_done&txTime=0&txSecret=0&app=other";

        ann.nginx("publish", 11, query).statusCode(204);

        told.awaits(ann.streamId(), List.of("stream.published nginx-1 11"));
    }

    @Test
    void aPublisherWhoIsStillThereIsToldNowAndThen() {
        ann.nginx("publish", 12, ann.pushQuery()).statusCode(204);
        ann.nginx("update_publish", 12, ann.pushQuery()).statusCode(204);
        assertEquals(1, firstOf(ann).size());

        await().atMost(SOON).untilAsserted(() -> {
            ann.nginx("update_publish", 12, ann.pushQuery()).statusCode(204);
            assertTrue(told.of(ann.streamId()).contains("stream.confirmed nginx-1 12"));
        });
    }

    /** After a restart of ours, or when another replica let them in. */
    @Test
    void whoIsReportedWithoutHavingComeIsTold() {
        ann.nginx("update_publish", 13, ann.pushQuery()).statusCode(204);

        told.awaits(ann.streamId(), List.of("stream.confirmed nginx-1 13"));
    }

    /** Its address may have expired, and its key may have left the ring. */
    @Test
    void whoIsThereStaysWhateverBecameOfTheAddress() {
        ann.nginx("update_publish", 14, "txSecret=0&txTime=0").statusCode(204);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aRevocationRefusesAndCuts(boolean ofUser) {
        ann.nginx("publish", 21, ann.pushQuery()).statusCode(204);
        ann.nginx("play", 22, ann.playQuery()).statusCode(204);
        ann.mediaMtx("read", ann.playQuery()).statusCode(204);
        ann.srs("on_play", ann.playQuery()).statusCode(200);

        revoke(ofUser);

        await().atMost(SOON).untilAsserted(() -> {
            ann.nginx("publish", 23, ann.pushQuery()).statusCode(403);
            ann.nginx("play", 24, ann.playQuery()).statusCode(403);
            ann.nginx("update_publish", 21, ann.pushQuery()).statusCode(403);
            String asked = asked();
            String drop = "GET /control/drop/client?app=live&name=" + ann.streamId() + "&clientid=";
            assertTrue(asked.contains(drop + "21") && asked.contains(drop + "22"), asked);
            assertTrue(asked.contains("DELETE /api/v1/clients/341w361a"), asked);
            assertTrue(asked.contains("POST /v3/rtmpconns/kick/5e4d8ab6-8e8f-4f0e-a7d6-6e2b6f0e5a11"), asked);
        });
        String metrics = given().get("/q/metrics").asString();
        assertTrue(metrics.contains("rtcroom_media_cut_time_seconds_count"), metrics);
    }

    @Test
    void whoComesBackAfterARevocationIsLetIn() {
        revoke(true);
        await().atMost(SOON)
                .untilAsserted(() -> ann.nginx("publish", 31, ann.pushQuery()).statusCode(403));

        Visitor again = Visitor.of(user);

        again.nginx("publish", 32, again.pushQuery()).statusCode(204);
    }

    @Test
    void srsIsAnsweredItsWay() {
        ann.srs("on_publish", ann.pushQuery()).statusCode(200).body("code", is(0));
        ann.srs("on_unpublish", ann.pushQuery()).statusCode(200).body("code", is(0));
        ann.srs("on_connect", "").statusCode(200).body("code", is(0));

        told.awaits(ann.streamId(), List.of("stream.published srs-1 341w361a", "stream.ended srs-1 341w361a"));
    }

    @Test
    void mediaMtxIsAnsweredItsWay() {
        ann.mediaMtx("publish", ann.pushQuery()).statusCode(204);
        ann.mediaMtx("api", ann.pushQuery()).statusCode(403);
        ann.mediaMtxTells("ready").statusCode(204);
        ann.mediaMtxTells("not-ready").statusCode(204);

        told.awaits(ann.streamId(), List.of("stream.published mtx-1 5e4d8ab6", "stream.ended mtx-1 5e4d8ab6"));
    }

    /** Of the last, nobody here can say how large it is. */
    @Test
    void aCompleteFileIsTold() {
        ann.nginx(
                        "record_done",
                        51,
                        "recorder=rtcroom&path=/var/recordings/" + ann.streamId() + "-1.flv&" + ann.pushQuery())
                .statusCode(204);
        ann.srsRecorded("./objs/nginx/html/live/1.flv").statusCode(200).body("code", is(0));
        callback(
                        100,
                        "52",
                        Instant.now(),
                        ",\"file_url\":\"https://vod.example.com/1.flv\",\"file_size\":7340032,\"duration\":61")
                .statusCode(200);

        told.awaits(
                ann.streamId(),
                List.of(
                        "stream.recorded nginx-1 51 " + ann.streamId() + "-1.flv null null",
                        "stream.recorded srs-1 341w361a ./objs/nginx/html/live/1.flv null null",
                        "stream.recorded tencent 52 https://vod.example.com/1.flv 7340032 61000"));
        ann.nginx("record_done", 51, ann.pushQuery()).statusCode(400);
    }

    @Test
    void serversThatAreSilentAreAsked() {
        given().get(standIn() + "/publish?" + ann.streamId());
        try {
            await().atMost(SOON)
                    .until(
                            () -> told.of(ann.streamId()),
                            events -> events.contains("stream.confirmed srs-1 srs-client")
                                    && events.contains("stream.confirmed mtx-1 mtx-conn"));
        } finally {
            given().get(standIn() + "/silence");
        }
    }

    /** Who has ended between the question and the telling must not seem to be there again. */
    @Test
    void aConfirmationSaysWhenTheServerWasAsked() {
        given().get(standIn() + "/publish?" + ann.streamId());
        try {
            await().atMost(SOON).until(() -> !told.of(ann.streamId()).isEmpty());
            Instant asked = Instant.parse(given().get(standIn() + "/asked-who").asString());

            assertFalse(told.firstAt(ann.streamId()).isAfter(asked), asked.toString());
        } finally {
            given().get(standIn() + "/silence");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"wrong", "hook-secret-5b1e78", "hook-secret-5b1e7"})
    void withoutTheSecretThereIsNoHook(String secret) {
        for (String path : List.of("nginx-rtmp/%s/nginx-1", "mediamtx/%s/mtx-1/ready", "mediamtx/%s/mtx-1/not-ready"))
            given().contentType("application/x-www-form-urlencoded")
                    .body("call=publish&clientid=1&name=x")
                    .post("/hooks/" + path.formatted(secret))
                    .then()
                    .statusCode(404);
        for (String path : List.of("srs/%s/srs-1", "mediamtx/%s/mtx-1/auth"))
            given().contentType("application/json")
                    .body("{}")
                    .post("/hooks/" + path.formatted(secret))
                    .then()
                    .statusCode(404);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "call=publish",
                "call=publish&clientid=1",
                "call=publish&name=x",
                "call=connect&clientid=1&name=x",
                "%",
                "call=%zz",
                "&&&===",
                "💥"
            })
    void aCallThatSaysNothingIsRefusedByName(String body) {
        given().contentType("application/x-www-form-urlencoded; charset=UTF-8")
                .body(body)
                .post("/hooks/nginx-rtmp/" + RunningService.HOOK_SECRET + "/nginx-1")
                .then()
                .statusCode(400)
                .body("type", equalTo("urn:rtcroom:problem:invalid-request"));
    }

    /** The vendor's example of protocol.md §6.6. */
    @Test
    void theVendorsSignatureIsKnown() {
        assertEquals("80b7defab0ad3c9a69355f4889442868", TencentSignature.of("cbkey0123456789", "1893456600"));
    }

    @Test
    void theVendorsCallbackIsTold() {
        callback(1, "41", Instant.now().minusSeconds(9)).statusCode(200).body("code", is(0));
        callback(0, "41", Instant.now().minusSeconds(2)).statusCode(200).body("code", is(0));
        callback(100, "41", Instant.now()).statusCode(200).body("code", is(0));

        told.awaits(ann.streamId(), List.of("stream.published tencent 41", "stream.ended tencent 41"));
    }

    @ParameterizedTest
    @CsvSource({
        "1893456600, 80b7defab0ad3c9a69355f4889442869, 403",
        "1510284282, 4b4e2f0c5d1a9a5f1d6f1c3a3f1f7f5e, 403",
        "1893456600, '', 403",
        "soon, 80b7defab0ad3c9a69355f4889442868, 400"
    })
    void aCallbackOfAnotherIsRefused(String t, String sign, int status) {
        given().contentType("application/json")
                .body("{\"t\":\"%s\",\"sign\":\"%s\",\"event_type\":1}".formatted(t, sign))
                .post("/hooks/tencent")
                .then()
                .statusCode(status);
    }

    private io.restassured.response.ValidatableResponse callback(int type, String sequence, Instant at) {
        return callback(type, sequence, at, "");
    }

    private io.restassured.response.ValidatableResponse callback(int type, String sequence, Instant at, String more) {
        long t = Instant.now().plusSeconds(600).getEpochSecond();
        String body = String.format(
                Locale.ROOT,
                "{\"t\":%d,\"sign\":\"%s\",\"event_type\":%d,\"stream_id\":\"%s\",\"channel_id\":\"%4$s\","
                        + "\"sequence\":\"%s\",\"event_time\":%d,\"appid\":1250000000%s}",
                t,
                TencentSignature.of(RunningService.CALLBACK_KEY, Long.toString(t)),
                type,
                ann.streamId(),
                sequence,
                at.getEpochSecond(),
                more);
        return given().contentType("application/json")
                .body(body)
                .post("/hooks/tencent")
                .then();
    }

    private void revoke(boolean ofUser) {
        long now = Instant.now().toEpochMilli();
        var revocation = ofUser ? Revocation.ofUser(user, 1, now) : Revocation.ofStream(ann.streamId(), now);
        topic.send(Topics.REVOCATIONS, revocation.key(), revocation.json())
                .await()
                .atMost(SOON);
    }

    private static List<String> firstOf(Visitor visitor) {
        await().atMost(SOON).until(() -> !told.of(visitor.streamId()).isEmpty());
        return told.of(visitor.streamId());
    }

    private static String asked() {
        return given().get(standIn() + "/asked").asString();
    }

    private static String standIn() {
        return ConfigProvider.getConfig().getValue(MediaServerStandIn.PROPERTY, String.class);
    }
}
