package io.rtcroom.v1;

import static io.restassured.RestAssured.given;
import static io.rtcroom.Fixtures.PATIENCE;
import static io.rtcroom.Fixtures.random;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.both;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import io.rtcroom.Neighbours;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The modern API over HTTP, with the packaged url-service beside it. */
@QuarkusTest
@WithTestResource(Neighbours.class)
class ApiTest {
    @Test
    void twoPeopleMeet() {
        String room = aRoom("double");

        join("ann", room)
                .statusCode(201)
                .body("room.creator", is("ann"))
                .body("stream.pushUrl", startsWith("rtmp://push.example.com/live/8888_ann_"));
        join("bob", room)
                .statusCode(201)
                .body("members.userId", is(List.of("ann", "bob")))
                .body("members[0].playUrls.accelerateUrl", startsWith("rtmp://play.example.com/live/8888_ann_"))
                .body("members[0].playUrls.pushUrl", nullValue());
        join("eve", room).statusCode(409).body("type", endsWith("room-full"));

        as("ann").delete("/v1/rooms/" + room + "/members/ann").then().statusCode(204);
        as("bob").delete("/v1/rooms/" + room + "/members/bob").then().statusCode(204);
        as("bob").get("/v1/rooms/" + room).then().statusCode(404).body("type", endsWith("no-such-room"));
    }

    @Test
    void aRefreshingMemberKeepsTheirStream() {
        String room = aRoom("double");
        String stream = join("ann", room).statusCode(201).extract().path("stream.streamId");

        join("ann", room).statusCode(200).body("stream.streamId", is(stream)).body("stream.pushUrl", notNullValue());
    }

    @Test
    void aRoomMayRefuseASecondDevice() {
        String room = as("ann")
                .body(Map.of("family", "multi", "duplicates", "refuse"))
                .post("/v1/rooms")
                .then()
                .statusCode(201)
                .body("duplicates", is("refuse"))
                .extract()
                .path("uid");
        String session = join("ann", room).statusCode(201).extract().path("session");

        join("ann", room).statusCode(409).body("type", endsWith("already-joined"));

        as("ann")
                .body(Map.of("session", session))
                .post("/v1/rooms/" + room + "/members")
                .then()
                .statusCode(200);
        as("ann")
                .delete("/v1/rooms/" + room + "/members/ann?session=" + session)
                .then()
                .statusCode(409)
                .body("type", endsWith("session-replaced"));
    }

    @Test
    void aRoomMayAllowSeveralDevicesOfAUser() {
        String room = as("ann")
                .body(Map.of("family", "multi", "duplicates", "allow"))
                .post("/v1/rooms")
                .then()
                .statusCode(201)
                .body("duplicates", is("allow"))
                .extract()
                .path("uid");
        var phone = join("ann", room).statusCode(201).extract();
        var laptop = join("ann", room).statusCode(201).extract();

        assertNotEquals(phone.<String>path("stream.streamId"), laptop.path("stream.streamId"));
        as("ann")
                .body(Map.of("session", phone.<String>path("session")))
                .post("/v1/rooms/" + room + "/members")
                .then()
                .statusCode(200)
                .body("stream.streamId", is(phone.<String>path("stream.streamId")))
                .body("members", hasSize(2))
                .body("members.device", hasSize(2));
        as("ann")
                .delete("/v1/rooms/" + room + "/members/ann?session=" + laptop.<String>path("session"))
                .then()
                .statusCode(204);
        as("ann").get("/v1/rooms/" + room).then().body("members", is(1)).body("duplicates", is("allow"));
        as("ann").delete("/v1/rooms/" + room + "/members/ann").then().statusCode(204);
        as("ann").get("/v1/rooms/" + room).then().statusCode(404);
    }

    @Test
    void aForeignPushAddressIsRefused() {
        String room = aRoom("double");
        String annsAddress = join("ann", room).extract().path("stream.pushUrl");

        as("bob")
                .body(Map.of("pushUrl", annsAddress))
                .post("/v1/rooms/" + room + "/members")
                .then()
                .statusCode(400)
                .body("type", endsWith("invalid-stream-address"))
                .body("field", is("pushUrl"));
    }

    @Test
    void strangersSeeNoPlayAddresses() {
        String room = aRoom("double");
        join("ann", room);

        as("eve")
                .get("/v1/rooms/" + room + "/members")
                .then()
                .statusCode(200)
                .body("items[0].userId", is("ann"))
                .body("items[0].playUrls", nullValue());
        as("eve").get("/v1/rooms/" + room).then().body("mixedPlayUrl", nullValue());
        as("ann").get("/v1/rooms/" + room).then().body("mixedPlayUrl", notNullValue());
    }

    @Test
    void aRepeatedKeyGetsTheSameRoom() {
        String key = random("key");
        var body = Map.of("family", "multi", "info", "once");

        String first = as("ann")
                .header("Idempotency-Key", key)
                .body(body)
                .post("/v1/rooms")
                .path("uid");

        as("ann")
                .header("Idempotency-Key", key)
                .body(body)
                .post("/v1/rooms")
                .then()
                .body("uid", is(first));
        as("ann")
                .header("Idempotency-Key", key)
                .body(Map.of("family", "double"))
                .post("/v1/rooms")
                .then()
                .statusCode(422)
                .body("type", endsWith("idempotency-key-reused"));
        as("bob")
                .header("Idempotency-Key", key)
                .body(body)
                .post("/v1/rooms")
                .then()
                .statusCode(201);
    }

    @Test
    void aRoomIsFoundByItsName() {
        String name = random("room");
        as("ann")
                .body(Map.of("family", "double", "roomId", name))
                .post("/v1/rooms")
                .then()
                .statusCode(201);

        as("bob").get("/v1/rooms?family=double&roomId=" + name).then().body("items", hasSize(1));
        as("bob").get("/v1/rooms?family=multi&roomId=" + name).then().body("items", hasSize(0));
        as("bob")
                .body(Map.of("family", "double", "roomId", name))
                .post("/v1/rooms")
                .then()
                .statusCode(409)
                .body("type", endsWith("room-exists"));
    }

    @Test
    void pagesMissNothingAndRepeatNothing() {
        List<String> made = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            made.add(aRoom("live"));
            join("ann", made.getLast());
        }

        List<String> seen = new ArrayList<>();
        String after = "";
        while (after != null) {
            var page = as("ann").get("/v1/rooms?family=live&limit=2" + (after.isEmpty() ? "" : "&after=" + after));
            seen.addAll(page.path("items.uid"));
            after = page.path("next");
        }

        assertTrue(seen.containsAll(made));
        assertEquals(seen.stream().distinct().count(), seen.size());
    }

    @Test
    void anUnchangedRoomIsNotSentAgain() {
        String room = aRoom("double");
        String tag = as("ann").get("/v1/rooms/" + room).header("ETag");

        as("ann").header("If-None-Match", tag).get("/v1/rooms/" + room).then().statusCode(304);
        join("ann", room);
        as("ann").header("If-None-Match", tag).get("/v1/rooms/" + room).then().statusCode(200);
    }

    @Test
    void beatsNameTheSessionsThatAreOver() {
        String room = aRoom("double");
        String first = join("ann", room).extract().path("session");
        String second = join("ann", room).extract().path("session");

        as("ann")
                .body(Map.of("sessions", List.of(beat(room, first), beat(room, second))))
                .post("/v1/heartbeats")
                .then()
                .statusCode(200)
                .body("items.present", is(List.of(false, true)));
        as("ann")
                .body(Map.of("session", second))
                .post("/v1/rooms/" + room + "/heartbeat")
                .then()
                .statusCode(204);
        as("bob")
                .body(Map.of("session", second))
                .post("/v1/rooms/" + room + "/heartbeat")
                .then()
                .statusCode(404);
    }

    @Test
    void aBeatsAnswerTellsWhatWasMissedAndWhenToComeAgain() {
        String room = aRoom("double");
        String session = join("ann", room).extract().path("session");
        var beat = Map.of("roomUid", room, "session", session, "version", 2);
        as("ann").body(Map.of("sessions", List.of(beat))).post("/v1/heartbeats");

        join("bob", room);

        await().atMost(PATIENCE).untilAsserted(() -> as("ann")
                .body(Map.of("sessions", List.of(beat)))
                .post("/v1/heartbeats")
                .then()
                .statusCode(200)
                .body("items[0].version", is(3))
                .body("items[0].missed", is(1))
                .body("serverTime", notNullValue())
                .body("nextBeatInMs", is(both(greaterThan(5_900)).and(lessThan(7_400)))));
    }

    @Test
    void aRevokedTokenIsRefusedAtOnce() {
        String token = token("zoe");
        bearer(token).get("/v1/rooms?family=double").then().statusCode(200);

        bearer(token).delete("/v1/tokens/current").then().statusCode(204);

        bearer(token).get("/v1/rooms?family=double").then().statusCode(401).body("type", endsWith("not-authenticated"));
        bearer(token("zoe")).get("/v1/rooms?family=double").then().statusCode(200);
    }

    @Test
    void anInvalidUserSigIsRefused() {
        given().contentType(ContentType.JSON)
                .body(Map.of("userId", "ann", "sdkAppId", 1400000000, "userSig", "eJx-garbage"))
                .post("/v1/tokens/usersig")
                .then()
                .statusCode(401)
                .body("type", endsWith("not-authenticated"));
    }

    @Test
    void theCommittedDescriptionIsWhatIsServed() throws IOException {
        // As documents: the order of a schema's keys differs from run to run.
        var yaml = new ObjectMapper(new YAMLFactory());

        assertEquals(
                yaml.readTree(Path.of("../docs/openapi/room-service.yaml").toFile()),
                yaml.readTree(given().get("/q/openapi").asString()),
                "look at the change, then copy room-service/target/openapi/room-service.yaml to docs/openapi");
    }

    @Test
    void allTokensOfAUserEndTogetherAndNewOnesAreGood() {
        String user = random("u").substring(0, 12);
        String one = token(user);
        String two = token(user);

        bearer(Neighbours.API_KEY)
                .post("/v1/users/" + user + "/revocations")
                .then()
                .statusCode(204);

        bearer(one).get("/v1/rooms?family=double").then().statusCode(401);
        bearer(two).get("/v1/rooms?family=double").then().statusCode(401);
        bearer(token(user)).get("/v1/rooms?family=double").then().statusCode(200);
    }

    @Test
    void rightsEndWhereTheTableSays() {
        String room = aRoom("double");
        join("ann", room);

        given().get("/v1/rooms?family=double").then().statusCode(401);
        bearer(Neighbours.TOKENS_ONLY_KEY).get("/v1/rooms?family=double").then().statusCode(403);
        as("ann").body(Map.of("userId", "bob")).post("/v1/tokens").then().statusCode(403);
        as("bob").delete("/v1/rooms/" + room).then().statusCode(403);
        as("bob").delete("/v1/rooms/" + room + "/members/ann").then().statusCode(403);
        as("bob").post("/v1/users/ann/revocations").then().statusCode(403);
        as("ann").delete("/v1/rooms/" + room).then().statusCode(204);
    }

    @Test
    void badInputNamesTheField() {
        refusedField("family", Map.of("family", "triple"), "unknown-family");
        refusedField("roomId", Map.of("family", "double", "roomId", "a b"), "invalid-request");
        refusedField("roomId", Map.of("family", "double", "roomId", "x".repeat(49)), "invalid-request");
        refusedField("info", Map.of("family", "double", "info", "x".repeat(1025)), "value-too-long");
        as("ann")
                .body("{\"family\":{}}")
                .post("/v1/rooms")
                .then()
                .statusCode(400)
                .body("field", is("family"));
        as("ann").body("{not json").post("/v1/rooms").then().statusCode(400).body("type", containsString("problem:"));
        as("ann").body("").post("/v1/rooms").then().statusCode(400);
        as("ann").get("/v1/rooms/" + UUID.randomUUID()).then().statusCode(404);
        as("ann").get("/v1/rooms/__proto__").then().statusCode(404);
        as("ann").get("/v1/rooms?family=double&limit=0").then().statusCode(400).body("field", is("limit"));
        as("ann")
                .get("/v1/rooms?family=double&after=zzz")
                .then()
                .statusCode(400)
                .body("field", is("after"));
        as("ann").contentType("text/plain").body("x").post("/v1/rooms").then().statusCode(415);
        bearer("garbage").get("/v1/rooms?family=double").then().statusCode(401);
    }

    private static void refusedField(String field, Map<String, String> body, String type) {
        as("ann")
                .body(body)
                .post("/v1/rooms")
                .then()
                .statusCode(400)
                .body("field", is(field))
                .body("type", endsWith(type));
    }

    private static Map<String, String> beat(String room, String session) {
        return Map.of("roomUid", room, "session", session);
    }

    private static String aRoom(String family) {
        return as("ann")
                .body(Map.of("family", family))
                .post("/v1/rooms")
                .then()
                .statusCode(201)
                .body("members", equalTo(0))
                .extract()
                .path("uid");
    }

    private static ValidatableResponse join(String user, String room) {
        return as(user).body(Map.of("userName", user))
                .post("/v1/rooms/" + room + "/members")
                .then();
    }

    private static RequestSpecification as(String user) {
        return bearer(token(user));
    }

    private static RequestSpecification bearer(String credential) {
        return given().header("Authorization", "Bearer " + credential).contentType(ContentType.JSON);
    }

    private static String token(String user) {
        return bearer(Neighbours.API_KEY)
                .body(Map.of("userId", user))
                .post("/v1/tokens")
                .path("token");
    }
}
