package io.rtcroom.recording;

import static io.restassured.RestAssured.given;
import static io.rtcroom.Fixtures.PATIENCE;
import static io.rtcroom.Fixtures.random;

import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import io.rtcroom.Neighbours;
import io.rtcroom.NginxStandIn;
import io.rtcroom.event.StreamEvent;
import io.rtcroom.event.StreamEvent.RecordedFile;
import io.rtcroom.event.TopicWriter;
import io.rtcroom.event.Topics;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.eclipse.microprofile.config.ConfigProvider;

/** A room with Ann, who created it, and what becomes of her stream on a media server. */
final class Show implements AutoCloseable {
    static final String NGINX = "nginx-1";
    static final String VENDOR = "tencent";

    private final TopicWriter topic =
            new TopicWriter("show", () -> ConfigProvider.getConfig().getValue("kafka.bootstrap.servers", String.class));
    private final String server;
    final String ann = random("ann");
    final String room;
    final String stream;

    Show(String server, Map<String, String> policy) {
        this.server = server;
        Map<String, String> request = new HashMap<>(policy);
        request.put("family", "multi");
        room = as(ann).body(request)
                .post("/v1/rooms")
                .then()
                .statusCode(201)
                .extract()
                .path("uid");
        stream = as(ann).body(Map.of())
                .post("/v1/rooms/" + room + "/members")
                .then()
                .statusCode(201)
                .extract()
                .path("stream.streamId");
    }

    static Show recordedByHand() {
        return new Show(NGINX, Map.of("record", "manual"));
    }

    Show onAir() {
        return onAir("1");
    }

    Show onAir(String clientId) {
        media("publish");
        tell(StreamEvent.PUBLISHED, clientId, null);
        return this;
    }

    void offAir(String clientId) {
        media("leave");
        tell(StreamEvent.ENDED, clientId, null);
    }

    void tellFile(RecordedFile file) {
        tell(StreamEvent.RECORDED, "1", file);
    }

    private void tell(String type, String clientId, RecordedFile file) {
        var event = new StreamEvent(UUID.randomUUID(), type, stream, ann, server, clientId, Instant.now(), file);
        topic.send(Topics.STREAM_EVENTS, stream, event.json()).await().atMost(PATIENCE);
    }

    /** Says to the media server what happens to the stream. */
    void media(String what) {
        given().get(standIn() + "/" + what + "?" + stream).then().statusCode(200);
    }

    static String files() {
        return given().get(standIn() + "/files").asString();
    }

    private static String standIn() {
        return ConfigProvider.getConfig().getValue(NginxStandIn.PROPERTY, String.class);
    }

    ValidatableResponse start(RequestSpecification caller) {
        return caller.body(Map.of("userId", ann))
                .post("/v1/rooms/" + room + "/recordings")
                .then();
    }

    String record() {
        return start(as(ann)).statusCode(201).extract().path("id");
    }

    /** What records anybody in the room, oldest first. */
    List<String> states() {
        return backEnd().get("/v1/rooms/" + room + "/recordings").jsonPath().getList("items.state");
    }

    JsonPath recording(String id) {
        return backEnd().get("/v1/recordings/" + id).jsonPath();
    }

    JsonPath await(String id, RecordingState state) {
        Awaitility.await().atMost(PATIENCE).until(() -> recording(id).getString("state"), state.name()::equals);
        return recording(id);
    }

    void awaitStates(String... expected) {
        Awaitility.await().atMost(PATIENCE).until(this::states, List.of(expected)::equals);
    }

    static RequestSpecification backEnd() {
        return given().contentType(ContentType.JSON).header("Authorization", "Bearer " + Neighbours.API_KEY);
    }

    static RequestSpecification as(String user) {
        String token = backEnd()
                .body(Map.of("userId", user))
                .post("/v1/tokens")
                .then()
                .statusCode(201)
                .extract()
                .path("token");
        return given().contentType(ContentType.JSON).header("Authorization", "Bearer " + token);
    }

    @Override
    public void close() {
        topic.close();
    }
}
