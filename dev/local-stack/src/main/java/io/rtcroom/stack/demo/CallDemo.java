package io.rtcroom.stack.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintStream;
import java.net.http.HttpClient;
import java.util.Map;

/** Alice calls, Bob comes and goes, and Alice is told. */
public final class CallDemo {
    private final HttpClient http;
    private final String origin;
    private final Timeline timeline;
    private final OldClient alice;
    private final OldClient bob;

    private CallDemo(HttpClient http, String origin, Timeline timeline) {
        this.http = http;
        this.origin = origin;
        this.timeline = timeline;
        alice = new OldClient(http, origin, "Alice", timeline);
        bob = new OldClient(http, origin, "Bob", timeline);
    }

    /** Returns whether everything went as it must. */
    public static boolean play(String origin, PrintStream out) throws InterruptedException {
        return Stage.perform(origin, new Timeline(out), "The call went as it must.", (http, timeline) -> new CallDemo(
                        http, origin, timeline)
                .play());
    }

    private void play() throws IOException, InterruptedException {
        alice.logIn();
        bob.logIn();
        try (var events = EventStream.open(http, origin, alice, timeline)) {
            String roomId = created();
            enter(alice, roomId, events);
            find(roomId);
            enter(bob, roomId, events);
            events.expect("member.joined", bob);
            others(roomId);
            beat(alice, roomId);
            beat(bob, roomId);
            events.mark("member.left", bob);
            OldClient.done(bob.room("delete_pusher", Map.of("roomID", roomId, "userID", bob.userId())));
            events.expect("member.left", bob);
            OldClient.done(alice.room("delete_pusher", Map.of("roomID", roomId, "userID", alice.userId())));
            gone(roomId);
        }
    }

    private String created() throws IOException, InterruptedException {
        var body = Map.of("userID", alice.userId(), "roomInfo", "A demo call");
        return OldClient.done(alice.room("create_room", body, "roomID"))
                .path("roomID")
                .asText();
    }

    private void enter(OldClient person, String roomId, EventStream events) throws IOException, InterruptedException {
        var wish = Map.of("userID", person.userId(), "roomID", roomId);
        String pushUrl = OldClient.done(person.room("get_push_url", wish, "pushURL"))
                .path("pushURL")
                .asText();
        events.mark("member.joined", person);
        OldClient.done(person.room(
                "add_pusher",
                Map.of(
                        "roomID",
                        roomId,
                        "userID",
                        person.userId(),
                        "userName",
                        person.name(),
                        "userAvatar",
                        "",
                        "pushURL",
                        pushUrl)));
    }

    private void find(String roomId) throws IOException, InterruptedException {
        JsonNode list = OldClient.done(bob.room("get_room_list", Map.of("cnt", 20, "index", 0), "rooms"));
        Unexpected.unless(list.path("rooms").findValuesAsText("roomID").contains(roomId), "Bob does not find the room");
    }

    private void others(String roomId) throws IOException, InterruptedException {
        JsonNode room = OldClient.done(bob.room("get_pushers", Map.of("roomID", roomId), "roomInfo", "pushers"));
        Unexpected.unless(
                room.path("pushers").findValuesAsText("userID").contains(alice.userId()), "Bob does not see Alice");
        for (JsonNode pusher : room.path("pushers"))
            timeline.line("                 " + pusher.path("userName").asText() + " is seen at "
                    + Timeline.redacted(pusher.path("accelerateURL").asText()));
    }

    private void beat(OldClient person, String roomId) throws IOException, InterruptedException {
        OldClient.done(person.room("pusher_heartbeat", Map.of("roomID", roomId, "userID", person.userId())));
    }

    private void gone(String roomId) throws IOException, InterruptedException {
        JsonNode room = bob.room("get_pushers", Map.of("roomID", roomId));
        Unexpected.unless(room.path("code").asInt() == 3, "the room is still there");
    }
}
