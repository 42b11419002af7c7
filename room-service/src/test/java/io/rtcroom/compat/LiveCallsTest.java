package io.rtcroom.compat;

import static io.rtcroom.Fixtures.random;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.rtcroom.Neighbours;
import io.rtcroom.compat.OldClient.Answer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What live rooms have besides; url-service has no mixer here. */
@QuarkusTest
@WithTestResource(Neighbours.class)
class LiveCallsTest {
    private final String room = random("show");
    private OldClient anchor;
    private OldClient viewer;

    @BeforeEach
    void theAnchorIsOn() {
        anchor = OldClient.of("live_room", random("anchor"));
        viewer = OldClient.of("live_room", random("viewer"));
        anchor.join(room).ok();
    }

    @Test
    void whoWatchesIsCountedOnceAndListed() {
        watch(viewer, "{\"userName\":\"Vera\"}").ok();
        watch(viewer, "{\"userName\":\"Vera B.\"}").ok();
        watch(OldClient.of("live_room", random("other")), "").ok();

        JsonNode seen = ask("get_audiences").ok().json();
        assertEquals(2, seen.get("audienceCount").intValue());
        assertEquals(viewer.userId(), seen.at("/audiences/0/userID").textValue());
        assertEquals(
                "{\"userName\":\"Vera B.\"}", seen.at("/audiences/0/userInfo").textValue());
        assertEquals(2, listed().get("audienceCount").intValue());

        viewer.call("delete_audience", Map.of("roomID", room)).ok();
        viewer.call("delete_audience", Map.of("roomID", room)).ok();
        assertEquals(1, ask("get_audiences").ok().json().get("audienceCount").intValue());
    }

    @Test
    void goingFromARoomThatIsNotThereIsNoError() {
        viewer.call("delete_audience", Map.of("roomID", random("none"))).ok();
    }

    @Test
    void anUnknownRoomIs3() {
        Map<String, Object> unknown = Map.of(
                "roomID", random("none"), "userInfo", "", "fieldName", "f", "operation", "inc", "mergeParams", "{}");

        for (String call :
                List.of("add_audience", "get_audiences", "set_custom_field", "get_custom_info", "merge_stream"))
            assertEquals(3, viewer.call(call, unknown).code(), call);
    }

    @Test
    void onlyLiveRoomsHaveTheseCalls() {
        Answer answer = OldClient.send(
                "POST", viewer.in("multi_room").path("add_audience"), OldClient.JSON, "{\"roomID\":\"r\"}");

        assertEquals(404, answer.status());
    }

    @Test
    @DisplayName("D20: inc, dec and set; custom and customInfo are both there")
    void fieldsAreCountedAndSet() {
        assertEquals("{\"praise\":1}", change("praise", "inc", null).ok().text("custom"));
        change("praise", "inc", null).ok();
        change("praise", "dec", null).ok();
        change("title", "set", "An \"evening\" show").ok();

        Answer info = ask("get_custom_info").ok();
        assertEquals("{\"title\":\"An \\\"evening\\\" show\",\"praise\":1}", info.text("custom"));
        assertEquals(info.text("custom"), info.text("customInfo"));
        assertEquals(info.text("custom"), ask("get_pushers").ok().text("custom"));
        assertEquals(info.text("custom"), listed().get("custom").textValue());
    }

    @Test
    void badChangesHaveTheirNumbersAndStoreNothing() {
        assertEquals(2, change("praise", "double", null).code());
        assertEquals(1, change("praise", "set", null).code());
        assertEquals(1, change("", "inc", null).code());
        assertEquals(10, change("title", "set", "x".repeat(1025)).code());
        assertEquals("{}", ask("get_custom_info").ok().text("custom"));
    }

    @Test
    @DisplayName("D21: merge_stream takes an object and text; without a mixer there is a result all the same")
    void withoutAMixerThereIsAResultThatSaysSo() {
        Map<String, Object> order = order(streamOfAnchor(), streamOfAnchor());

        for (Object params : List.of(order, OldClient.json(order))) {
            JsonNode answer = merge(anchor, params).ok().json();
            assertNotEquals(0, answer.at("/result/code").intValue());
            assertTrue(answer.at("/result/message").isTextual());
            assertTrue(answer.at("/result/timestamp").isIntegralNumber());
        }
    }

    @Test
    void onlyTheCreatorMixesAndOnlyWhatIsTheRooms() {
        OldClient guest = OldClient.of("live_room", random("guest"));
        guest.join(room).ok();
        String streamOfGuest = streamAt(1);

        assertEquals(3, merge(guest, order(streamOfGuest, streamOfGuest)).code());
        assertEquals(3, merge(anchor, order(streamOfGuest, streamOfGuest)).code());
        assertEquals(
                3,
                merge(anchor, order(streamOfAnchor(), "8888_eve_0123456789abcdef"))
                        .code());
        merge(anchor, order(streamOfAnchor(), streamOfGuest)).ok();
    }

    @Test
    void mergeParamsMustBeThereAndReadable() {
        assertEquals(1, anchor.call("merge_stream", Map.of("roomID", room)).code());
        assertEquals(10, merge(anchor, "{nonsense").code());
        assertEquals(10, merge(anchor, "[]").code());
        assertEquals(10, merge(anchor, Map.of("junk", "x".repeat(9000))).code());
    }

    private Answer watch(OldClient who, String info) {
        return who.call("add_audience", Map.of("roomID", room, "userInfo", info));
    }

    private Answer ask(String operation) {
        return viewer.call(operation, Map.of("roomID", room));
    }

    private Answer change(String field, String operation, String value) {
        Map<String, Object> body = new HashMap<>(Map.of("roomID", room, "fieldName", field, "operation", operation));
        if (value != null) body.put("value", value);
        return viewer.call("set_custom_field", body);
    }

    private Answer merge(OldClient who, Object params) {
        return who.call("merge_stream", Map.of("roomID", room, "mergeParams", params));
    }

    /** As {@code liveroom.js} builds it. */
    private static Map<String, Object> order(String output, String input) {
        return Map.of(
                "timestamp",
                1509679482,
                "interface",
                Map.of(
                        "interfaceName",
                        "Mix_StreamV2",
                        "para",
                        Map.of(
                                "mix_stream_session_id",
                                output,
                                "output_stream_id",
                                output,
                                "input_stream_list",
                                List.of(Map.of("input_stream_id", input, "layout_params", Map.of("image_layer", 1))))));
    }

    private String streamOfAnchor() {
        return streamAt(0);
    }

    private String streamAt(int pusher) {
        String url = ask("get_pushers")
                .ok()
                .json()
                .at("/pushers/" + pusher + "/accelerateURL")
                .textValue();
        return url.substring(url.lastIndexOf('/', url.indexOf('?')) + 1, url.indexOf('?'));
    }

    private JsonNode listed() {
        for (int index = 0; ; index += 100) {
            JsonNode page = viewer.call("get_room_list", Map.of("cnt", 100, "index", index))
                    .ok()
                    .json()
                    .get("rooms");
            for (JsonNode one : page) if (one.get("roomID").textValue().equals(room)) return one;
            if (page.isEmpty()) throw new AssertionError(room + " is not listed");
        }
    }
}
