package io.rtcroom.system;

import static org.awaitility.Awaitility.await;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Real pictures: ffmpeg publishes to nginx-rtmp and plays from it, with the addresses the services hand out. */
class MediaIT {
    private static final Duration SOON = Duration.ofSeconds(15);
    private static final Duration LEASE = Duration.ofSeconds(20);
    private static final Duration SILENCE_TELLS = LEASE.dividedBy(2);

    private static Im im;
    private static Stack stack;
    private static Path data;

    private String roomUid;
    private Person ann;
    private Person bob;

    /** Somebody in the room, with the addresses they were given. */
    private record Person(String userId, V1Client client, JsonNode joined) {
        String streamId() {
            return joined.at("/stream/streamId").asText();
        }

        String pushUrl() {
            return joined.at("/stream/pushUrl").asText();
        }

        String playUrl() {
            return joined.at("/stream/rtmpUrl").asText();
        }
    }

    @BeforeEach
    void annAndBobAreInARoom() throws IOException {
        assumeTrue(isNginxInstalled(), "nginx with the rtmp module is not installed");
        assumeTrue(Ffmpeg.isInstalled(), "ffmpeg is not installed");
        if (stack == null) startStack();
        String annId = Names.user("ann");
        V1Client client = V1Client.user(stack, annId);
        roomUid = client.createRoom("double", Names.room()).hasStatus(201).text("uid");
        ann = new Person(annId, client, client.join(roomUid).hasStatus(201).json());
        String bobId = Names.user("bob");
        V1Client other = V1Client.user(stack, bobId);
        bob = new Person(bobId, other, other.join(roomUid).hasStatus(201).json());
    }

    private static void startStack() throws IOException {
        im = Im.start();
        data = Files.createTempDirectory(RepositoryRoot.resolve("dev/system-tests/target"), "media-");
        stack = Stack.start(data, Deployment.im(im.origin(), Deployment.REPEAT_AFTER), im, "--media");
    }

    @AfterAll
    static void stopStack() {
        if (stack != null) stack.close();
        if (im != null) im.close();
        stack = null;
    }

    @Test
    void twoPeopleOfOldClientsSeeEachOther() throws IOException, InterruptedException {
        var demo = new ProcessBuilder(
                        RepositoryRoot.resolve("rtcroom").toString(), "demo", "media", "--origin", stack.origin())
                .redirectErrorStream(true)
                .start();
        String said = new String(demo.getInputStream().readAllBytes());

        assertThat(said, demo.waitFor(), is(0));
        assertThat(said, containsString("Bob has seen 60 frames"));
        assertThat(said, containsString("Alice has seen 60 frames"));
    }

    @Test
    void goodAddressesAreGood() {
        try (Ffmpeg publisher = Ffmpeg.publish(ann.pushUrl())) {
            assertThat(publisher.runs(), is(true));
            try (Ffmpeg player = Ffmpeg.play(playUrlOfAnn())) {
                assertThat(player.runs(), is(true));
            }
        }
    }

    @Test
    void aForgedAddressIsRefused() {
        assertRefused(ann.pushUrl().replace("sig=", "sig=A"), playUrlOfAnn().replace("sig=", "sig=A"));
        assertRefused(ann.pushUrl().replaceFirst("\\?.*", ""), playUrlOfAnn().replaceFirst("\\?.*", ""));
    }

    @Test
    void anExpiredAddressIsRefused() {
        Instant hourAgo = Instant.now().minusSeconds(3600);
        String publish = signed("push", hourAgo, hourAgo.plusSeconds(60));
        String play = signed("play", hourAgo, hourAgo.plusSeconds(60));
        assertRefused(publish, play);

        try (Ffmpeg publisher = Ffmpeg.publish(signed("push", hourAgo, hourAgo.plusSeconds(7200)))) {
            assertThat("the same, unexpired", publisher.runs(), is(true));
        }
    }

    @Test
    void aSwappedAddressIsRefused() {
        String publishAsBob = ann.pushUrl().replace(ann.streamId(), bob.streamId());
        String playBob = playUrlOfAnn().replace(ann.streamId(), bob.streamId());
        assertRefused(publishAsBob, playBob);

        assertRefused(playUrlOfAnn(), ann.pushUrl());
    }

    @Test
    void aRevokedUserIsCutOffAndStaysOut() {
        try (Ffmpeg publisher = Ffmpeg.publish(ann.pushUrl())) {
            assertThat(publisher.runs(), is(true));
            try (Ffmpeg player = Ffmpeg.play(playUrlOfAnn())) {
                assertThat(player.runs(), is(true));

                stack.backEnd()
                        .post("/v1/users/" + ann.userId() + "/revocations", "")
                        .hasStatus(204);

                System.out.println("cut off after " + publisher.awaitEnd(SOON).toMillis() + " ms");
                player.awaitEnd(SOON);
            }
        }
        assertRefused(ann.pushUrl(), playUrlOfAnn());
        assertThat(cuts(), greaterThan(0.0));
    }

    @Test
    void whoLeavesIsCutOff() {
        try (Ffmpeg publisher = Ffmpeg.publish(ann.pushUrl())) {
            assertThat(publisher.runs(), is(true));

            ann.client().leave(roomUid, ann.userId()).hasStatus(204);

            System.out.println("cut off after " + publisher.awaitEnd(SOON).toMillis() + " ms");
        }
        try (Ffmpeg again = Ffmpeg.publish(ann.pushUrl())) {
            assertThat("with the address of before", again.isRefused(), is(true));
        }
    }

    /** Long before silence would tell; the time is printed. */
    @Test
    void aKilledPublisherShowsAsSuspended() {
        try (EventStream events = bob.client().events(null);
                Ffmpeg publisher = Ffmpeg.publish(ann.pushUrl())) {
            assertThat(publisher.runs(), is(true));
            awaitPublication();

            long begin = System.nanoTime();
            publisher.kill();

            await().pollInterval(Duration.ofMillis(10))
                    .atMost(SILENCE_TELLS.dividedBy(2))
                    .until(() -> events.of("room:" + roomUid).stream()
                            .anyMatch(frame -> frame.type().equals("member.suspended")
                                    && frame.event().at("/data/userId").asText().equals(ann.userId())));
            System.out.println("told after " + (System.nanoTime() - begin) / 1_000_000 + " ms");
            assertThat(isPresent(ann), is(true));
        }
    }

    @Test
    void whoPublishesIsNotEvictedThoughTheAppIsSilent() throws InterruptedException {
        try (Ffmpeg publisher = Ffmpeg.publish(ann.pushUrl())) {
            assertThat(publisher.runs(), is(true));

            Thread.sleep(LEASE.plusSeconds(8));

            assertThat(publisher.isAlive(), is(true));
            assertThat("whose stream is live", isPresent(ann), is(true));
            assertThat("who neither beats nor publishes", isPresent(bob), is(false));
        }
    }

    @Test
    void whatIsRecordedCanBePlayed() throws IOException, InterruptedException {
        String uid = ann.client()
                .post(
                        "/v1/rooms",
                        "{\"family\":\"multi\",\"roomId\":\"" + Names.room()
                                + "\",\"record\":\"auto\",\"recordingConsent\":\"required\"}")
                .hasStatus(201)
                .text("uid");
        JsonNode joined = ann.client().join(uid).hasStatus(201).json();
        String recordings = "/v1/rooms/" + uid + "/recordings";

        try (Ffmpeg publisher = Ffmpeg.publish(joined.at("/stream/pushUrl").asText())) {
            assertThat(publisher.runs(), is(true));
            ann.client()
                    .send("PUT", "/v1/rooms/" + uid + "/recording-consent", null, "")
                    .hasStatus(204);
            awaitRecording(recordings, "RECORDING");
            int before = publisher.frames();
            await().atMost(SOON).until(() -> publisher.frames() > before + 30);
            String id = ann.client().get(recordings).json().at("/items/0/id").asText();
            ann.client().post("/v1/recordings/" + id + "/stop", "").hasStatus(200);
            awaitRecording(recordings, "READY");
        }
        JsonNode made = ann.client().get(recordings).hasStatus(200).json().at("/items/0");
        Path file = data.resolve("media/recordings")
                .resolve(made.at("/segments/0/file").asText());
        assertThat(made.at("/segments/0/size").asLong(), is(Files.size(file)));
        assertThat(made.at("/durationMillis").asLong(), greaterThan(1000L));
        assertThat(Ffmpeg.framesOf(file), greaterThan(15));

        ann.client().delete("/v1/recordings/" + made.path("id").asText()).hasStatus(200);

        awaitRecording(recordings, "DELETED");
        assertThat(Files.exists(file), is(false));
    }

    private void awaitRecording(String recordings, String state) {
        await().atMost(SOON).until(() -> ann.client()
                .get(recordings)
                .json()
                .at("/items/0/state")
                .asText()
                .equals(state));
    }

    /** As the mini-program goes about it (protocol.md §7.5). */
    @Test
    void aShowWithThreePeopleAndAViewer() {
        String show = Names.room();
        OldClient anchor = OldClient.login(stack, OldClient.LIVE, Names.user("anchor"));
        String anchorsUrl = anchor.pushUrl("");
        try (Ffmpeg anchors = Ffmpeg.publish(anchorsUrl)) {
            assertThat(anchors.runs(), is(true));
            anchor.createRoom(show, "An evening").hasCode(0);
            anchor.addPusher(show, anchorsUrl).hasCode(0);

            OldClient viewer = OldClient.login(stack, OldClient.LIVE);
            JsonNode seen = viewer.getPushers(show).hasCode(0).json();
            assertThat(seen.at("/pushers/0/userID").asText(), is(anchor.userId));
            viewer.addAudience(show).hasCode(0);
            try (Ffmpeg watching = Ffmpeg.play(seen.path("mixedPlayURL").asText())) {
                assertThat(watching.runs(), is(true));
                theShowGoesOn(show, anchor, viewer);

                anchor.destroyRoom(show).hasCode(0);

                viewer.getPushers(show).hasCode(3);
                anchors.awaitEnd(SOON);
                watching.awaitEnd(SOON);
            }
            viewer.deleteAudience(show).hasCode(0);
        }
    }

    /** Two join the anchor, and one of them goes again. */
    private void theShowGoesOn(String show, OldClient anchor, OldClient viewer) {
        OldClient vera = OldClient.login(stack, OldClient.LIVE, Names.user("vera"));
        OldClient walt = OldClient.login(stack, OldClient.LIVE, Names.user("walt"));
        String verasUrl = vera.pushUrl(show);
        String waltsUrl = walt.pushUrl(show);
        try (Ffmpeg veras = Ffmpeg.publish(verasUrl);
                Ffmpeg walts = Ffmpeg.publish(waltsUrl)) {
            assertThat(veras.runs() && walts.runs(), is(true));
            vera.addPusher(show, verasUrl).hasCode(0);
            walt.addPusher(show, waltsUrl).hasCode(0);
            assertThat(
                    viewer.getPushers(show).texts("pushers", "userID"),
                    is(List.of(anchor.userId, vera.userId, walt.userId)));
            viewer.setCustomField(show, "praise", "inc").hasCode(0);
            assertThat(viewer.getAudiences(show).json().path("audienceCount").asInt(), is(1));

            vera.deletePusher(show).hasCode(0);
            vera.deleteAudience(show).hasCode(0);

            veras.awaitEnd(SOON);
            assertThat(walts.isAlive(), is(true));
            assertThat(viewer.getPushers(show).text("custom"), is("{\"praise\":1}"));
        }
    }

    private void assertRefused(String publishUrl, String playUrl) {
        try (Ffmpeg publisher = Ffmpeg.publish(publishUrl)) {
            assertThat("publishing", publisher.isRefused(), is(true));
        }
        try (Ffmpeg player = Ffmpeg.play(playUrl)) {
            assertThat("playing", player.isRefused(), is(true));
        }
    }

    private String playUrlOfAnn() {
        return ann.playUrl();
    }

    private String signed(String role, Instant issuedAt, Instant until) {
        String host = ann.pushUrl().replaceFirst("rtmp://([^/]*)/.*", "$1");
        String key = stack.secret(role.equals("push") ? "stream.push-key" : "stream.play-key");
        return new BoundAddress(host, ann.streamId(), role, "r1", issuedAt, until).with(key);
    }

    private void awaitPublication() {
        await().atMost(SOON)
                .until(() -> stack.database()
                                .number("select count(*) from room.publication where stream_id = '" + ann.streamId()
                                        + "'")
                        > 0);
    }

    private boolean isPresent(Person person) {
        for (JsonNode member :
                stack.backEnd().members(roomUid).hasStatus(200).json().path("items"))
            if (member.path("userId").asText().equals(person.userId())) return true;
        return false;
    }

    private static double cuts() {
        return Stream.of("url-service-1", "url-service-2")
                .flatMap(replica -> Http.get(stack.serviceOrigin(replica) + "/q/metrics")
                        .body()
                        .lines())
                .filter(line -> line.startsWith("rtcroom_media_cut_time_seconds_count"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
    }

    private static boolean isNginxInstalled() {
        return List.of("/usr/lib/nginx/modules", "/usr/lib64/nginx/modules").stream()
                .anyMatch(folder -> Files.isReadable(Path.of(folder, "ngx_rtmp_module.so")));
    }
}
