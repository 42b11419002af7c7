package io.rtcroom.v1;

import static io.restassured.RestAssured.given;
import static io.rtcroom.Fixtures.random;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import io.rtcroom.Neighbours;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Audience and custom fields of a live room over HTTP. */
@QuarkusTest
@WithTestResource(Neighbours.class)
class LiveApiTest {
    private final String ann = random("ann");
    private String show;

    @BeforeEach
    void annsShowGoesOn() {
        String uid = as(ann).body(Map.of("family", "live"))
                .post("/v1/rooms")
                .then()
                .statusCode(201)
                .extract()
                .path("uid");
        show = "/v1/rooms/" + uid;
        as(ann).body(Map.of()).post(show + "/members").then().statusCode(201);
    }

    @Test
    void theAudienceIsPagedInTheOrderOfComing() {
        for (String viewer : List.of("vera", "walt", "xena")) watch(viewer).statusCode(204);
        watch("vera").statusCode(204);

        Number next = as("eve")
                .get(show + "/audience?limit=2")
                .then()
                .statusCode(200)
                .body("viewers", is(3))
                .body("items.userId", is(List.of("vera", "walt")))
                .body("items[0].info", is("hello from vera"))
                .body("next", notNullValue())
                .extract()
                .path("next");
        as("eve")
                .get(show + "/audience?limit=2&after=" + next)
                .then()
                .body("items.userId", is(List.of("xena")))
                .body("next", nullValue());

        as("vera").delete(show + "/audience/vera").then().statusCode(204);
        as("vera").delete(show + "/audience/vera").then().statusCode(204);
        as("eve").get(show + "/audience").then().body("viewers", is(2));
    }

    @Test
    void nobodySpeaksForAnotherButABackEnd() {
        watch("vera").statusCode(204);

        as("eve").body(Map.of()).put(show + "/audience/vera").then().statusCode(403);
        as("eve").delete(show + "/audience/vera").then().statusCode(403);
        bearer(Neighbours.API_KEY).delete(show + "/audience/vera").then().statusCode(204);
    }

    @Test
    void fieldsAreChangedAndRead() {
        change("praise", Map.of("operation", "inc")).statusCode(200).body("fields.praise", is(1));
        change("praise", Map.of("operation", "dec")).body("fields.praise", is(0));
        change("title", Map.of("operation", "set", "value", "Evening")).body("fields.title", is("Evening"));

        as("eve").get(show + "/fields").then().body("fields", is(Map.of("praise", 0, "title", "Evening")));
        as("eve").get(show + "/audience").then().body("fields.title", is("Evening"));
        change("title", Map.of("operation", "inc")).statusCode(409).body("type", endsWith("illegal-field-change"));
        change("title", Map.of("operation", "set")).statusCode(400).body("field", is("value"));
        change("title", Map.of("operation", "double")).statusCode(400).body("field", is("operation"));
    }

    @Test
    void aShowThatIsOverHasNoAudience() {
        as(ann).delete(show).then().statusCode(204);

        watch("vera").statusCode(404).body("type", endsWith("no-such-room"));
        as("vera").get(show + "/audience").then().statusCode(404);
        as("vera").get(show + "/fields").then().statusCode(404);
        change("praise", Map.of("operation", "inc")).statusCode(404);
    }

    private ValidatableResponse watch(String user) {
        return as(user).body(Map.of("info", "hello from " + user))
                .put(show + "/audience/" + user)
                .then();
    }

    private ValidatableResponse change(String field, Map<String, String> body) {
        return as(random("fan")).body(body).post(show + "/fields/" + field).then();
    }

    private static RequestSpecification as(String user) {
        return bearer(bearer(Neighbours.API_KEY)
                .body(Map.of("userId", user))
                .post("/v1/tokens")
                .path("token"));
    }

    private static RequestSpecification bearer(String credential) {
        return given().header("Authorization", "Bearer " + credential).contentType(ContentType.JSON);
    }
}
