package io.rtcroom.stack.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintStream;
import java.net.http.HttpClient;
import java.util.Map;

/** The seven steps of a call with pictures: Alice pushes and calls, Bob pushes and answers, and each plays the other. */
public final class MediaDemo {
    private static final int FRAMES = 60;
    private static final int PATIENCE_SECONDS = 20;

    private final Timeline timeline;
    private final OldClient alice;
    private final OldClient bob;

    private MediaDemo(HttpClient http, String origin, Timeline timeline) {
        this.timeline = timeline;
        alice = new OldClient(http, origin, "Alice", timeline);
        bob = new OldClient(http, origin, "Bob", timeline);
    }

    /** Returns whether everything went as it must. */
    public static boolean play(String origin, PrintStream out) throws InterruptedException {
        var timeline = new Timeline(out);
        if (!Ffmpeg.isInstalled()) {
            timeline.line(
                    "This demo needs ffmpeg (Debian, Ubuntu: apt-get install ffmpeg; macOS: brew install ffmpeg)");
            return false;
        }
        return Stage.perform(
                origin, timeline, "Each has seen the other.", (http, its) -> new MediaDemo(http, origin, its).play());
    }

    private void play() throws IOException, InterruptedException {
        alice.logIn();
        bob.logIn();
        String roomId = created();
        String pushA = pushUrl(alice, roomId);
        try (var publishA = Ffmpeg.publish(pushA)) {
            publishes(alice, publishA, pushA);
            enter(alice, roomId, pushA);
            try (var playA = playing(bob, alice, roomId)) {
                String pushB = pushUrl(bob, roomId);
                try (var publishB = Ffmpeg.publish(pushB)) {
                    publishes(bob, publishB, pushB);
                    enter(bob, roomId, pushB);
                    try (var playB = playing(alice, bob, roomId)) {
                        seen(bob, playA);
                        seen(alice, playB);
                    }
                }
            }
        }
        leave(bob, roomId);
        leave(alice, roomId);
    }

    private String created() throws IOException, InterruptedException {
        var body = Map.of("userID", alice.userId(), "roomInfo", "A demo call with pictures");
        return OldClient.done(alice.room("create_room", body, "roomID"))
                .path("roomID")
                .asText();
    }

    private static String pushUrl(OldClient person, String roomId) throws IOException, InterruptedException {
        var wish = Map.of("userID", person.userId(), "roomID", roomId);
        return OldClient.done(person.room("get_push_url", wish, "pushURL"))
                .path("pushURL")
                .asText();
    }

    /** Event 1002 of a real client: the media server has taken the stream. */
    private void publishes(OldClient person, Ffmpeg publisher, String url) throws IOException, InterruptedException {
        Unexpected.unless(
                publisher.handles(1, PATIENCE_SECONDS), person.name() + " cannot publish: " + publisher.complaint());
        timeline.line("                 " + person.name() + " publishes to " + Timeline.redacted(url));
    }

    private static void enter(OldClient person, String roomId, String pushUrl)
            throws IOException, InterruptedException {
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

    private Ffmpeg playing(OldClient viewer, OldClient other, String roomId) throws IOException, InterruptedException {
        JsonNode room = OldClient.done(viewer.room("get_pushers", Map.of("roomID", roomId), "pushers"));
        for (JsonNode pusher : room.path("pushers"))
            if (pusher.path("userID").asText().equals(other.userId())) {
                String url = pusher.path("accelerateURL").asText();
                timeline.line("                 " + viewer.name() + " plays " + Timeline.redacted(url));
                return Ffmpeg.play(url, FRAMES);
            }
        throw new Unexpected(viewer.name() + " does not see " + other.name());
    }

    private void seen(OldClient viewer, Ffmpeg player) throws InterruptedException {
        boolean all = player.handles(FRAMES, PATIENCE_SECONDS);
        timeline.line("                 " + viewer.name() + " has seen " + player.frames() + " frames");
        Unexpected.unless(all, viewer.name() + " saw too little: " + player.complaint());
    }

    private static void leave(OldClient person, String roomId) throws IOException, InterruptedException {
        OldClient.done(person.room("delete_pusher", Map.of("roomID", roomId, "userID", person.userId())));
    }
}
