package io.rtcroom.system;

import static org.awaitility.Awaitility.await;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.oneOf;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Parts are killed, paused and stopped under load; what was acknowledged is then sought in every account of it. */
@ExtendWith(SharedStack.class)
class KillIT {
    private static final Duration RECOVERY = Duration.ofSeconds(60);

    private final Stack stack = SharedStack.stack();
    private List<StandingRoom> rooms;

    @BeforeEach
    void openStandingRooms() {
        rooms = List.of(new StandingRoom(stack), new StandingRoom(stack));
    }

    @AfterEach
    void mendTheStack() {
        rooms.forEach(StandingRoom::close);
        stack.mend();
    }

    @ParameterizedTest
    @ValueSource(strings = {"room-service-1", "notify-service-2", "url-service-1"})
    void aKilledReplicaTakesNothingAcknowledgedWithIt(String replica) {
        try (Load load = Load.on(stack, rooms)) {
            moreJoins(load, 20);
            stack.kill(replica);
            moreJoins(load, 40);
            stack.start(replica);
            check(load.stop());
        }
    }

    @Test
    void aRelayPausedFor30SecondsKeepsTheOrder() {
        String replica = "room-service-2";
        try (Load load = Load.on(stack, rooms)) {
            moreJoins(load, 10);
            stack.pause(replica);
            Instant paused = Instant.now();
            moreJoins(load, 40);
            passUntil(paused.plusSeconds(30));
            stack.resume(replica);
            moreJoins(load, 20);
            check(load.stop());
        }
    }

    @Test
    void kafkaStoppedFor20SecondsDelaysNoticeAndNoJoin() {
        try (Load load = Load.on(stack, rooms)) {
            stack.stop("kafka");
            Instant stopped = Instant.now();
            passUntil(stopped.plusSeconds(10));
            moreJoins(load, 20);
            passUntil(stopped.plusSeconds(20));
            stack.start("kafka");
            check(load.stop());
        }
    }

    /** No service is restarted, and none of those who were in are out afterwards. */
    @Test
    void theServicesRecoverFromAKilledPostgresByThemselves() {
        OldClient alice = OldClient.entered(stack, OldClient.DOUBLE, Names.room());
        StandingRoom room = rooms.getFirst();
        try (Load load = Load.on(stack, rooms)) {
            moreJoins(load, 20);
            stack.kill("postgres");
            assertThat(alice.createRoom(Names.room(), "").code(), is(-1));
            Answer refused = room.host().createRoom("live", Names.room()).hasStatus(503);
            assertThat(refused.header("Retry-After"), is(oneOf("1", "2")));
            stack.start("postgres");
            moreJoins(load, 40);
            assertThat(room.host().members(room.uid()).texts("items", "userId"), hasItem(room.hostId()));
            check(load.stop());
        }
    }

    /** Real time must pass here: it is the outage itself. */
    private static void passUntil(Instant end) {
        await().atMost(Duration.ofMinutes(2)).until(() -> !Instant.now().isBefore(end));
    }

    private void moreJoins(Load load, int count) {
        int before = load.joins();
        await().atMost(RECOVERY).until(load::joins, greaterThan(before + count));
    }

    private void check(Load load) {
        RoomEvents events = new Audit(stack).everythingAgrees();
        load.everythingAcknowledgedIsIn(events);
        rooms.forEach(room -> everyChannelTellsTheSame(room, events));
    }

    /** On Kafka 1 to n without a gap; on each other channel the same events, from the host's own joining on. */
    private void everyChannelTellsTheSame(StandingRoom room, RoomEvents events) {
        List<JsonNode> onKafka = events.of(room.subject());
        List<Long> numbers =
                onKafka.stream().map(event -> event.path("seq").asLong()).toList();
        assertThat(numbers, is(LongStream.rangeClosed(1, onKafka.size()).boxed().toList()));
        List<String> ids = ids(onKafka);
        assertThat("in the event store", new Audit(stack).stored(room.subject()), is(ids));
        assertThat("polled by a back end", polled(stack.backEnd(), "&subject=" + room.subject(), "0"), is(ids));
        List<String> polled = polled(room.host(), "", room.cursor());
        assertThat("polled by the host", polled, is(ids.subList(ids.size() - polled.size(), ids.size())));
        assertThat(polled.size(), greaterThan(onKafka.size() - 3));
        await().atMost(RECOVERY)
                .untilAsserted(() -> assertThat("streamed to the host", room.streamedIds(), is(polled)));
    }

    private static List<String> ids(List<JsonNode> events) {
        return events.stream().map(event -> event.path("id").asText()).toList();
    }

    /** All pages from the cursor on. */
    private static List<String> polled(V1Client reader, String query, String cursor) {
        List<String> ids = new ArrayList<>();
        List<String> page;
        String next = cursor;
        do {
            Answer answer =
                    reader.get("/v1/events?limit=200&after=" + next + query).hasStatus(200);
            page = answer.texts("items", "id");
            ids.addAll(page);
            next = answer.text("next");
        } while (!page.isEmpty());
        return ids;
    }
}
