package io.rtcroom.recording;

import static io.rtcroom.Fixtures.PATIENCE;
import static io.rtcroom.Fixtures.atOnce;
import static io.rtcroom.Fixtures.random;
import static io.rtcroom.recording.Show.as;
import static io.rtcroom.recording.Show.backEnd;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.rtcroom.Neighbours;
import io.rtcroom.NginxStandIn;
import io.rtcroom.event.Event;
import io.rtcroom.event.EventData.RecordingChanged;
import io.rtcroom.event.EventJson;
import io.rtcroom.event.StreamEvent.RecordedFile;
import io.rtcroom.event.TopicReader;
import io.rtcroom.event.Topics;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Recordings as jobs, with the packaged url-service between them and a media server that is told what happens. */
@QuarkusTest
@WithTestResource(Neighbours.class)
class RecordingTest {
    private static final int SLOTS = 4;

    @Inject
    Pool pool;

    private final List<Show> shows = new ArrayList<>();

    /** Slots are everybody's. */
    @AfterEach
    void endEverything() {
        query("delete from recording");
        query("update room set record = 'off'");
        shows.forEach(Show::close);
    }

    @Test
    void aRecordingIsMadeAndDeleted() {
        Show show = on(Show.recordedByHand()).onAir();
        String id = show.record();
        show.await(id, RecordingState.RECORDING);
        show.start(as(show.ann)).statusCode(201).body("id", is(id));

        as(show.ann).post("/v1/recordings/" + id + "/stop").then().statusCode(200);

        var ready = show.await(id, RecordingState.READY);
        assertEquals("stopped", ready.getString("reason"));
        assertEquals(28, ready.getLong("size"));
        assertEquals(NginxStandIn.DURATION, ready.getLong("durationMillis"));
        String file = ready.getString("segments[0].file");
        assertTrue(Show.files().contains(file));

        as(show.ann).delete("/v1/recordings/" + id).then().statusCode(200).body("state", is("DELETING"));

        assertEquals(0, show.await(id, RecordingState.DELETED).getInt("filesKept"));
        assertFalse(Show.files().contains(file));
        assertEquals(
                List.of("STARTING", "RECORDING", "STOPPING", "READY", "DELETING", "DELETED"),
                told("recording:" + id, 6));
        assertTrue(told("user:" + show.ann, 6).contains("READY"), "and so does whoever is recorded");
    }

    @Test
    void moreThanTheSlotsWait() {
        List<Show> many = IntStream.range(0, 2 * SLOTS)
                .mapToObj(i -> on(Show.recordedByHand()).onAir())
                .toList();

        var outcomes =
                atOnce(many.stream().<Callable<String>>map(show -> show::record).toList());

        assertTrue(outcomes.stream().allMatch(String.class::isInstance), outcomes::toString);
        await().atMost(PATIENCE).until(() -> count("RECORDING") == SLOTS);
        assertEquals(SLOTS, count("QUEUED"));
        String first = first("RECORDING");
        String next = first("QUEUED");

        backEnd().post("/v1/recordings/" + first + "/stop").then().statusCode(200);

        await().atMost(PATIENCE).until(() -> state(next).equals("RECORDING"));
        assertEquals(SLOTS - 1, count("QUEUED"));
    }

    @Test
    void whoWaitsTooLongFails() {
        IntStream.range(0, SLOTS).forEach(i -> on(Show.recordedByHand()).record());
        Show late = on(Show.recordedByHand());
        String id = late.record();
        assertEquals("QUEUED", state(id));

        age(id);

        assertEquals("no-slot", late.await(id, RecordingState.FAILED).getString("reason"));
    }

    @Test
    void nobodyWhoPublishesNothingIsRecorded() {
        Show show = on(Show.recordedByHand());
        String id = show.record();

        age(id);

        assertEquals("not-started", show.await(id, RecordingState.FAILED).getString("reason"));
    }

    /** Neither does the media server answer, nor did anything come of its report. */
    @Test
    void aStopThatIsNeverConfirmedEndsByItsDeadlineAndALateFileIsTaken() {
        Show show = on(Show.recordedByHand()).onAir();
        String id = show.record();
        String file = show.await(id, RecordingState.RECORDING).getString("segments[0].file");
        show.media("deafen");
        as(show.ann)
                .post("/v1/recordings/" + id + "/stop")
                .then()
                .statusCode(200)
                .body("state", is("STOPPING"));
        as(show.ann)
                .delete("/v1/recordings/" + id)
                .then()
                .statusCode(409)
                .body("type", endsWith("illegal-recording-transition"));

        age(id);

        assertEquals("no-file", show.await(id, RecordingState.FAILED).getString("reason"));
        for (int again = 0; again < 2; again++) show.tellFile(new RecordedFile(file, 7340032L, 61040L));
        assertEquals(7340032, show.await(id, RecordingState.READY).getLong("size"));
        assertEquals(1, show.recording(id).getList("segments").size());
    }

    @Test
    void aRecorderThatCrashesBeginsTheNextSegment() {
        Show show = on(Show.recordedByHand()).onAir();
        String id = show.record();
        show.await(id, RecordingState.RECORDING);

        show.media("crash");

        awaitSegments(show, id, 2);
        as(show.ann).post("/v1/recordings/" + id + "/stop").then().statusCode(200);
        await().atMost(PATIENCE).until(() -> show.recording(id).get("segments[1].endedAt") != null);
        assertEquals("STOPPING", state(id), "for the first may yet be reported");
        age(id);
        var ready = show.await(id, RecordingState.READY);
        assertEquals(28, ready.getLong("size"), "of the second file; the first is lost");
    }

    @Test
    void aPublisherWhoComesBackBeginsTheNextSegmentAndOneWhoStaysAwayEndsIt() {
        Show show = on(Show.recordedByHand()).onAir("1");
        String id = show.record();
        String file = show.await(id, RecordingState.RECORDING).getString("segments[0].file");
        show.offAir("1");
        show.tellFile(new RecordedFile(file, 28L, NginxStandIn.DURATION));

        show.onAir("2");

        awaitSegments(show, id, 2);
        show.offAir("2");
        await().atMost(PATIENCE)
                .until(() -> query("select from publication where stream_id = $1 and ended_at is null", show.stream)
                                .size()
                        == 0);
        query("update publication set ended_at = ended_at - interval '1 minute' where stream_id = $1", show.stream);
        query("update recording set started_at = started_at - interval '1 minute' where id = $1", UUID.fromString(id));
        var ready = show.await(id, RecordingState.READY);
        assertEquals("publisher-gone", ready.getString("reason"));
        assertEquals(2 * 28, ready.getLong("size"));
    }

    /** The vendor takes no orders and reports its file minutes after the end. */
    @Test
    void aFileMayComeLongAfterTheRoomIsGone() {
        Show show = on(new Show(Show.VENDOR, Map.of("record", "manual"))).onAir();
        String id = show.record();
        show.await(id, RecordingState.RECORDING);
        as(show.ann).delete("/v1/rooms/" + show.room).then().statusCode(204);
        assertEquals("room-ended", show.await(id, RecordingState.STOPPING).getString("reason"));
        age(id);
        show.await(id, RecordingState.FAILED);

        show.tellFile(new RecordedFile("https://vod.example.com/1.mp4", 7340032L, 61040L));

        var ready = show.await(id, RecordingState.READY);
        assertEquals("late-file", ready.getString("reason"));
        assertEquals("https://vod.example.com/1.mp4", ready.getString("segments[0].file"));
        as(show.ann).delete("/v1/recordings/" + id).then().statusCode(200);
        assertEquals(1, show.await(id, RecordingState.DELETED).getInt("filesKept"), "it is not ours to delete");
        assertEquals(List.of("DELETED"), show.states());
    }

    @Test
    void whatWasKeptLongEnoughIsDeleted() {
        Show show = on(Show.recordedByHand()).onAir();
        String id = show.record();
        String file = show.await(id, RecordingState.RECORDING).getString("segments[0].file");
        as(show.ann).post("/v1/recordings/" + id + "/stop").then().statusCode(200);
        show.await(id, RecordingState.READY);

        query("update recording set ended_at = ended_at - interval '31 days' where id = $1", UUID.fromString(id));

        show.await(id, RecordingState.DELETED);
        assertFalse(Show.files().contains(file));
        query("update recording set state_since = state_since - interval '31 days' where id = $1", UUID.fromString(id));
        await().atMost(PATIENCE).until(show::states, List.of()::equals);
    }

    @Test
    void byPolicyWhoHasConsentedIsRecordedUntilTheyTakeItBack() {
        Show show = on(new Show(Show.NGINX, Map.of("record", "auto", "recordingConsent", "required")));
        as(show.ann)
                .get("/v1/rooms/" + show.room)
                .then()
                .body("record", is("auto"))
                .body("recordingConsent", is("required"));
        show.onAir();
        show.start(backEnd()).statusCode(409).body("type", endsWith("consent-needed"));

        as(show.ann).put(consent(show)).then().statusCode(204);

        show.awaitStates("RECORDING");
        as(show.ann).delete(consent(show)).then().statusCode(204);
        show.awaitStates("READY");
        as(random("bob")).put(consent(show)).then().statusCode(404).body("type", endsWith("not-a-member"));
    }

    @Test
    void onlyTheCreatorDecidesAndOnlyThePolicyAllows() {
        Show show = on(Show.recordedByHand()).onAir();
        String bob = random("bob");
        show.start(as(bob)).statusCode(403);
        String id = show.record();

        as(bob).get("/v1/recordings/" + id).then().statusCode(404).body("type", endsWith("no-such-recording"));
        as(bob).post("/v1/recordings/" + id + "/stop").then().statusCode(404);
        as(bob).delete("/v1/recordings/" + id).then().statusCode(404);
        as(bob).get("/v1/rooms/" + show.room + "/recordings")
                .then()
                .statusCode(200)
                .body("items", is(List.of()));

        Show off = on(new Show(Show.NGINX, Map.of()));
        off.start(as(off.ann)).statusCode(409).body("type", endsWith("recording-off"));
    }

    @Test
    void theDatabaseKnowsTheSameMovesAsTheCode() {
        Set<String> database = new TreeSet<>();
        for (Row row : query("select from_state, to_state from legal_move where machine = 'recording'"))
            database.add(row.getString(0) + " " + row.getString(1));

        assertEquals(RecordingStateTest.moves(" "), database);
    }

    @Test
    void theDatabaseRefusesAnIllegalMove() {
        String id = on(Show.recordedByHand()).record();

        var refused = assertThrows(
                Exception.class,
                () -> query(
                        "update recording set state = 'READY', deadline = null, order_at = null where id = $1",
                        UUID.fromString(id)));

        assertTrue(refused.getMessage().contains("a recording does not go from"), refused.getMessage());
    }

    private Show on(Show show) {
        shows.add(show);
        return show;
    }

    private static String consent(Show show) {
        return "/v1/rooms/" + show.room + "/recording-consent";
    }

    private static void awaitSegments(Show show, String id, int count) {
        await().atMost(PATIENCE)
                .until(() -> show.recording(id).getList("segments").size(), size -> size == count);
    }

    /** The time of its state is over. */
    private void age(String id) {
        query("update recording set deadline = clock_timestamp() where id = $1", UUID.fromString(id));
    }

    private String state(String id) {
        return query("select state from recording where id = $1", UUID.fromString(id))
                .iterator()
                .next()
                .getString(0);
    }

    private long count(String state) {
        return query("select id from recording where state = $1", state).size();
    }

    private String first(String state) {
        return query("select id from recording where state = $1 order by created_at, id limit 1", state)
                .iterator()
                .next()
                .getUUID(0)
                .toString();
    }

    /** The states that the subject's events tell of, once there are so many, by their numbers without a gap. */
    private static List<String> told(String subject, int count) {
        Queue<Event> events = new ConcurrentLinkedQueue<>();
        var reader = new TopicReader(
                "recordings",
                () -> ConfigProvider.getConfig().getValue("kafka.bootstrap.servers", String.class),
                List.of(Topics.ROOM_EVENTS),
                TopicReader.From.BEGINNING,
                records -> records.forEach(record -> {
                    Event event = EventJson.read(record.value());
                    if (event.subject().equals(subject) && event.data() instanceof RecordingChanged) events.add(event);
                }));
        reader.start();
        try {
            await().atMost(PATIENCE)
                    .until(() -> events.stream().map(Event::seq).distinct().count() >= count);
        } finally {
            reader.stop();
        }
        List<Event> once = events.stream().distinct().limit(count).toList();
        assertEquals(
                IntStream.rangeClosed(1, count).mapToObj(Long::valueOf).toList(),
                once.stream().map(Event::seq).toList());
        return once.stream()
                .map(event -> ((RecordingChanged) event.data()).state())
                .toList();
    }

    private RowSet<Row> query(String sql, Object... parameters) {
        return pool.preparedQuery(sql)
                .execute(Tuple.from(List.of(parameters)))
                .await()
                .atMost(PATIENCE);
    }
}
