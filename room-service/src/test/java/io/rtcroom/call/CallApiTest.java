package io.rtcroom.call;

import static io.restassured.RestAssured.given;
import static io.rtcroom.Fixtures.PATIENCE;
import static io.rtcroom.Fixtures.random;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import io.rtcroom.Neighbours;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Calls over HTTP, with the packaged url-service beside it. */
@QuarkusTest
@WithTestResource(Neighbours.class)
class CallApiTest {
    private static final Map<String, String> TOKENS = new ConcurrentHashMap<>();

    private final String ann = random("ann");
    private final String bob = random("bob");

    @Test
    void theSevenStepsAreTwoRequests() {
        String call = invite(ann, bob)
                .statusCode(201)
                .body("call.state", is("RINGING"))
                .body("stream.pushUrl", startsWith("rtmp://push.example.com/live/8888_" + ann))
                .extract()
                .path("call.id");
        as(bob).get("/v1/calls/" + call).then().body("participants.playUrls", everyItem(nullValue()));

        definite(() -> as(bob).body("{}").post("/v1/calls/" + call + "/accept"))
                .statusCode(200)
                .body("call.state", is("CONNECTED"))
                .body("stream.pushUrl", startsWith("rtmp://push.example.com/live/8888_" + bob))
                .body(
                        "call.participants[0].playUrls.accelerateUrl",
                        startsWith("rtmp://play.example.com/live/8888_" + ann))
                .body("call.participants[0].playUrls.pushUrl", nullValue());
        as(ann).get("/v1/calls/" + call)
                .then()
                .body("participants[1].playUrls.accelerateUrl", startsWith("rtmp://play.example.com/live/8888_" + bob));
        as(bob).post("/v1/calls/" + call + "/heartbeat").then().statusCode(204);
        as(ann).get("/v1/calls").then().body("items.id", is(List.of(call)));

        as(bob).post("/v1/calls/" + call + "/hangup").then().statusCode(200).body("state", is("ENDED"));
        as(ann).get("/v1/calls/" + call + "/timeline")
                .then()
                .body(
                        "items.event",
                        is(List.of("call.created", "call.ringing", "call.answered", "call.left", "call.ended")))
                .body("items.seq", is(List.of(1, 2, 3, 4, 5)))
                .body("items[4].actor", is(bob))
                .body("items[4].cause", is("hangup"));
        as(ann).get("/v1/calls").then().body("items", hasSize(0));
    }

    @Test
    void whoeverIsEngagedIsBusy() {
        invite(ann, bob).statusCode(201);

        invite(random("eve"), bob)
                .statusCode(201)
                .body("call.state", is("ENDED"))
                .body("call.reason", is("busy"))
                .body("stream", nullValue());
        invite(ann, random("eve")).statusCode(409).body("type", endsWith("user-engaged"));
    }

    @Test
    void whoeverIsCalledByTheOneTheyCallAnswers() {
        String call = invite(ann, bob).extract().path("call.id");

        invite(bob, ann).statusCode(200).body("call.id", is(call)).body("call.state", is("CONNECTED"));
    }

    @Test
    void theSameKeyIsTheSameCall() {
        String key = UUID.randomUUID().toString();

        String call = invite(ann, bob, key).statusCode(201).extract().path("call.id");

        invite(ann, bob, key).statusCode(200).body("call.id", is(call)).body("stream.pushUrl", notNullValue());
        invite(ann, random("eve"), key).statusCode(422);
        for (String asked : List.of("ringSeconds", "ringWhenLive"))
            as(ann).header("Idempotency-Key", key)
                    .body(Map.of("to", List.of(bob), asked, asked.equals("ringSeconds") ? 30 : true))
                    .post("/v1/calls")
                    .then()
                    .statusCode(422);
    }

    @Test
    void strangersKnowNothingOfACall() {
        String call = invite(ann, bob).extract().path("call.id");

        for (String path : List.of("", "/timeline"))
            as(random("eve"))
                    .get("/v1/calls/" + call + path)
                    .then()
                    .statusCode(404)
                    .body("type", endsWith("no-such-call"));
        as(random("eve")).post("/v1/calls/" + call + "/hangup").then().statusCode(404);
        bearer(Neighbours.API_KEY).get("/v1/calls/" + call).then().statusCode(200);
        given().get("/v1/calls/" + call).then().statusCode(401);
    }

    @Test
    void aSupervisorListensWithPlayAddressesAlone() {
        String call = invite(ann, bob).extract().path("call.id");
        String sue = random("sue");
        String token = bearer(Neighbours.API_KEY)
                .body(Map.of("userId", sue, "roles", List.of("supervisor")))
                .post("/v1/tokens")
                .path("token");

        as(random("eve"))
                .body("{}")
                .post("/v1/calls/" + call + "/observers")
                .then()
                .statusCode(403);
        bearer(token)
                .body("{}")
                .post("/v1/calls/" + call + "/observers")
                .then()
                .statusCode(201)
                .body("participants[0].playUrls.accelerateUrl", startsWith("rtmp://play.example.com/live/8888_" + ann))
                .body("participants.playUrls.pushUrl", everyItem(nullValue()))
                .body("participants[2].role", is("observer"))
                .body("stream", nullValue());
        bearer(token).get("/v1/calls").then().body("items", hasSize(0));
        bearer(token).post("/v1/calls/" + call + "/heartbeat").then().statusCode(204);
        bearer(Neighbours.API_KEY)
                .body("{}")
                .post("/v1/calls/" + call + "/observers")
                .then()
                .statusCode(400)
                .body("field", is("userId"));

        as(ann).post("/v1/calls/" + call + "/hangup").then().statusCode(200);
        as(ann).get("/v1/calls/" + call + "/timeline").then().body("items.event", hasItem("call.observed"));
        bearer(token).get("/v1/calls/" + call).then().body("participants[2].state", is("LEFT"));
    }

    @Test
    void whoIsToRingOnceTheCallerIsLiveKnowsOfNothing() {
        String call = definite(() -> as(ann).body(Map.of("to", List.of(bob), "ringWhenLive", true))
                        .post("/v1/calls"))
                .statusCode(201)
                .body("call.participants[1].state", is("PENDING"))
                .extract()
                .path("call.id");

        as(bob).get("/v1/calls").then().body("items", hasSize(0));
        as(ann).get("/v1/calls").then().body("items.id", is(List.of(call)));
        as(bob).post("/v1/calls/" + call + "/decline").then().statusCode(409);
    }

    @Test
    void badInputNamesTheField() {
        refused("to", Map.of());
        refused("to", Map.of("to", List.of()));
        refused("to", Map.of("to", List.of(ann)));
        refused("to", Map.of("to", List.of("1", "2", "3", "4", "5", "6")));
        refused("ringSeconds", Map.of("to", List.of(bob), "ringSeconds", 4));
        refused("info", Map.of("to", List.of(bob), "info", "x".repeat(1025)));
        refused("userName", Map.of("to", List.of(bob), "userName", "x".repeat(257)));
        as(ann).post("/v1/calls/" + UUID.randomUUID() + "/accept").then().statusCode(404);
        as(ann).get("/v1/calls/garbage").then().statusCode(404);
        String call = invite(ann, bob).extract().path("call.id");
        as(bob).post("/v1/calls/" + call + "/cancel").then().statusCode(403);
        as(ann).post("/v1/calls/" + call + "/cancel").then().statusCode(200);
        as(ann).post("/v1/calls/" + call + "/cancel")
                .then()
                .statusCode(409)
                .body("detail", is("call " + call + " is ENDED, " + ann + " is LEFT"));
    }

    private void refused(String field, Map<String, ?> body) {
        as(ann).body(body).post("/v1/calls").then().statusCode(400).body("field", is(field));
    }

    private static ValidatableResponse invite(String from, String to) {
        return definite(() -> as(from).body(Map.of("to", List.of(to))).post("/v1/calls"));
    }

    private static ValidatableResponse invite(String from, String to, String key) {
        return definite(() -> as(from).header("Idempotency-Key", key)
                .body(Map.of("to", List.of(to)))
                .post("/v1/calls"));
    }

    /** A busy machine may miss the 800 ms in which url-service must answer; nothing was done then. */
    private static ValidatableResponse definite(Supplier<Response> request) {
        return await().atMost(PATIENCE)
                .until(request::get, answer -> answer.statusCode() != 503)
                .then();
    }

    /** Each user has one device, that is one token. */
    private static RequestSpecification as(String user) {
        return bearer(TOKENS.computeIfAbsent(user, CallApiTest::token));
    }

    private static String token(String user) {
        return bearer(Neighbours.API_KEY)
                .body(Map.of("userId", user))
                .post("/v1/tokens")
                .path("token");
    }

    private static RequestSpecification bearer(String credential) {
        return given().header("Authorization", "Bearer " + credential).contentType(ContentType.JSON);
    }
}
