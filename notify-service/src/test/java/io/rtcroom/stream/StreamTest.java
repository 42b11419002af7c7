package io.rtcroom.stream;

import static io.rtcroom.fixture.Callers.token;
import static io.rtcroom.fixture.Room.aUser;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.lessThan;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.rtcroom.credential.Revocation;
import io.rtcroom.event.Event;
import io.rtcroom.event.EventJson;
import io.rtcroom.event.Topics;
import io.rtcroom.fixture.Callers;
import io.rtcroom.fixture.Database;
import io.rtcroom.fixture.EventStream;
import io.rtcroom.fixture.EventStream.Frame;
import io.rtcroom.fixture.Kafka;
import io.rtcroom.fixture.Room;
import io.rtcroom.history.StoredEvent;
import io.rtcroom.stores.Stores;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(Stores.class)
@WithTestResource(Callers.class)
class StreamTest {
    @Inject
    Database database;

    @Inject
    MeterRegistry meters;

    @Inject
    Streams streams;

    private final Room room = new Room();
    private final String ann = aUser("ann");
    private final String bob = aUser("bob");

    @Test
    void theHeadersKeepProxiesFromHoldingFramesBack() {
        try (var stream = EventStream.open(token(ann))) {
            assertEquals(200, stream.response.statusCode());
            var headers = stream.response.headers();
            assertEquals(
                    "text/event-stream;charset=UTF-8",
                    headers.firstValue("content-type").orElseThrow());
            assertEquals("no-store", headers.firstValue("cache-control").orElseThrow());
            assertEquals("no", headers.firstValue("x-accel-buffering").orElseThrow());
            assertEquals("ready", stream.frames.get(0).event());
        }
    }

    @Test
    void aRoomJoinedAfterTheStreamOpenedIsFollowedFromTheJoin() {
        try (var stream = EventStream.open(token(ann))) {
            Event joined;
            Kafka.publish(room.created(), joined = room.joined(ann), room.joined(bob), room.left(bob));

            stream.awaitBriefs("member.joined 2", "member.joined 3", "member.left 4");
            assertEquals(EventJson.write(joined), stream.events().get(0).data());
        }
    }

    @Test
    void aRoomFollowedBeforeTheStreamOpenedIsFollowedFromNow() {
        aStoredRoomWith(ann, bob);

        try (var stream = EventStream.open(token(ann))) {
            Kafka.publish(room.left(bob));

            stream.awaitBriefs("member.left 4");
        }
    }

    @Test
    void whoHasLeftSeesNothingMoreThoughTheStoreHasThemStillInTheRoom() {
        aStoredRoomWith(ann, bob);
        try (var stream = EventStream.open(token(ann))) {
            hear(room.left(ann));
            stream.awaitBriefs("member.left 4");

            try (var resumed = EventStream.resume(token(ann), stream.cursor())) {
                // Another room makes both look into the store, which finds them in this one.
                Kafka.publish(new Room().joined(ann));
                stream.awaitBriefs("member.left 4", "member.joined 1");
                resumed.awaitBriefs("member.joined 1");

                hear(room.updated(bob));
                Kafka.publish(new Room().joined(ann));
                stream.awaitBriefs("member.left 4", "member.joined 1", "member.joined 1");
                resumed.awaitBriefs("member.joined 1", "member.joined 1");
            }
        }
    }

    @Test
    void aTokenInTheQueryOpensAStreamToo() {
        try (var stream = EventStream.open(
                "unused",
                "?access_token=" + token(ann),
                request -> EventStream.request("?access_token=" + token(ann)))) {
            Kafka.publish(room.created(), room.joined(ann));

            stream.awaitBriefs("member.joined 2");
        }
    }

    @Test
    void whoHasLeftSeesTheirOwnLeaveAndNothingAfter() {
        aStoredRoomWith(ann, bob);
        try (var anns = EventStream.open(token(ann));
                var bobs = EventStream.open(token(bob))) {
            Kafka.publish(room.left(ann), room.updated(bob), room.leftLast(bob), room.ended());

            bobs.awaitBriefs("member.left 4", "member.updated 5", "member.left 6");
            anns.awaitBriefs("member.left 4");
        }
    }

    @Test
    void whoComesBackSeesNothingOfTheTimeBetween() {
        try (var stream = EventStream.open(token(ann))) {
            Kafka.publish(room.created(), room.joined(ann), room.joined(bob), room.left(ann));
            Kafka.publish(room.updated(bob), room.joined(ann), room.left(bob), room.ended());

            stream.awaitBriefs(
                    "member.joined 2",
                    "member.joined 3",
                    "member.left 4",
                    "member.joined 6",
                    "member.left 7",
                    "room.ended 8");
        }
    }

    @Test
    void strangersSeeNothing() {
        try (var stream = EventStream.open(token(aUser("eve")))) {
            aStoredRoomWith(ann, bob);
            Kafka.publish(room.ended());
            awaitStored(4);

            assertEquals(List.of(), stream.briefs());
        }
    }

    @Test
    void aCursorContinuesExactlyWhereItWasTaken() {
        aStoredRoomWith(ann, bob);
        Room second = new Room();
        List<Frame> all;
        try (var stream = EventStream.open(token(ann))) {
            Kafka.publish(room.updated(bob), room.updated(bob));
            Kafka.publish(second.created(), second.joined(ann), second.joined(bob));
            Kafka.publish(room.left(ann), second.left(bob), second.ended());
            await().untilAsserted(() -> assertEquals(7, stream.events().size()));
            all = List.copyOf(stream.frames);
        }

        for (int seen = 0; seen < all.size(); seen++) {
            List<String> rest = all.subList(seen + 1, all.size()).stream()
                    .map(Frame::data)
                    .sorted()
                    .toList();
            try (var resumed = EventStream.resume(token(ann), all.get(seen).id())) {
                await().untilAsserted(() -> assertEquals(
                        rest,
                        resumed.events().stream().map(Frame::data).sorted().toList()));
            }
        }
    }

    @Test
    void whatHappenedWhileAwayIsTheFirstThingShown() {
        aStoredRoomWith(ann, bob);
        String cursor;
        try (var stream = EventStream.open(token(ann))) {
            cursor = stream.cursor();
        }
        Room brief = new Room();
        Kafka.publish(room.left(ann), room.left(bob), room.ended());
        Kafka.publish(brief.created(), brief.joined(ann), brief.left(ann));
        awaitStored(6);
        await().untilAsserted(
                        () -> assertEquals(3, database.seqs(brief.subject()).size()));

        try (var stream = EventStream.resume(token(ann), cursor)) {
            await().untilAsserted(() -> assertEquals(3, stream.events().size()));
            assertEquals(
                    List.of("member.joined 2", "member.left 3", "member.left 4"),
                    stream.briefs().stream().sorted().toList());
        }
    }

    @Test
    void aCursorStaysShortHoweverManyRoomsThereWere() {
        try (var stream = EventStream.open(token(ann))) {
            for (int i = 0; i < 40; i++) {
                Room each = new Room();
                Kafka.publish(each.created(), each.joined(ann), each.leftLast(ann), each.ended());
            }
            await().atMost(Duration.ofSeconds(60))
                    .untilAsserted(() -> assertEquals(80, stream.events().size()));

            Kafka.publish(room.created(), room.joined(ann));
            await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
                Kafka.publish(room.updated(ann));
                assertThat(stream.cursor().length(), lessThan(400));
            });
        }
    }

    @Test
    void newsIsShownWithoutWaitingForTheStore() {
        aStoredRoomWith(ann, bob);
        try (var stream = EventStream.open(token(ann))) {
            double before = fromNews();

            for (int i = 0; i < 20; i++) {
                Kafka.publish(room.updated(bob));
                int shown = i + 1;
                await().pollInterval(Duration.ofMillis(1))
                        .atMost(Duration.ofMillis(900))
                        .untilAsserted(() -> assertEquals(shown, stream.events().size()));
            }

            assertThat(fromNews() - before, greaterThan(15.0));
        }
    }

    @Test
    void whatKafkaDidNotTellComesFromTheStore() {
        aStoredRoomWith(ann, bob);
        try (var stream = EventStream.open(token(ann))) {
            String document = EventJson.write(room.left(bob));

            database.query(
                    "insert into event (subject, seq, id, type, time, payload) values ($1, 4, $2, 'member.left', now(), $3)",
                    room.subject(),
                    UUID.randomUUID(),
                    document);

            stream.awaitBriefs("member.left 4");
        }
    }

    @Test
    void eventsOutOfOrderAreShownInOrder() {
        aStoredRoomWith(ann, bob);
        try (var stream = EventStream.open(token(ann))) {
            List<Event> events = new ArrayList<>();
            for (int i = 0; i < 30; i++) events.add(room.updated(bob));
            List<Event> shuffled = new ArrayList<>(events);
            Collections.shuffle(shuffled, new Random(1));

            Kafka.publish(shuffled.toArray(Event[]::new));

            await().untilAsserted(() -> assertEquals(
                    events.stream().map(EventJson::write).toList(),
                    stream.events().stream().map(Frame::data).toList()));
        }
    }

    @Test
    void manyReadersOfManyRoomsSeeTheSame() {
        List<Room> rooms = IntStream.range(0, 5).mapToObj(i -> new Room()).toList();
        List<EventStream> streams = IntStream.range(0, 10)
                .mapToObj(i -> EventStream.open(token(ann)))
                .toList();
        for (Room each : rooms) Kafka.publish(each.created(), each.joined(ann));
        List<String> reconnects = new ArrayList<>();
        for (int round = 0; round < 20; round++) for (Room each : rooms) Kafka.publish(each.updated(ann));

        for (EventStream stream : streams) {
            await().untilAsserted(() -> assertEquals(105, stream.events().size()));
            for (Room each : rooms)
                assertEquals(
                        LongStream.rangeClosed(2, 22).boxed().toList(),
                        stream.events().stream()
                                .filter(frame -> frame.data().contains(each.subject()))
                                .map(frame -> Long.parseLong(frame.brief().split(" ")[1]))
                                .toList());
            reconnects.add(stream.cursor());
            stream.close();
        }
        assertEquals(10, reconnects.size());
    }

    @Test
    void aRevokedTokenEndsTheStream() {
        UUID tokenId = UUID.randomUUID();
        try (var stream = EventStream.open(token(ann, tokenId, Duration.ofHours(1)));
                var other = EventStream.open(token(ann))) {
            Revocation revocation =
                    Revocation.ofToken(tokenId, Instant.now().plusSeconds(3600).getEpochSecond());

            Kafka.send(Topics.REVOCATIONS, revocation.key(), revocation.json());

            await().atMost(Duration.ofSeconds(4)).until(stream::isEnded);
            assertFalse(other.isEnded());
        }
    }

    @Test
    void anExpiredTokenEndsTheStream() {
        try (var stream = EventStream.open(token(ann, UUID.randomUUID(), Duration.ofSeconds(2)))) {
            assertFalse(stream.isEnded());

            await().atMost(Duration.ofSeconds(6)).until(stream::isEnded);
        }
    }

    @Test
    void aClientThatGoesAwayIsForgotten() {
        await().untilAsserted(() -> assertEquals(0, open()));
        List<EventStream> streams = IntStream.range(0, 20)
                .mapToObj(i -> EventStream.open(token(ann)))
                .toList();
        assertEquals(20, open());

        streams.forEach(EventStream::close);

        await().untilAsserted(() -> assertEquals(0, open()));
    }

    @Test
    void anApiKeyReadsAnySubjectFromTheStart() {
        aStoredRoomWith(ann, bob);

        try (var stream =
                EventStream.open(Callers.EVENTS_KEY, "?after=0&subject=" + room.subject(), request -> request)) {
            stream.awaitBriefs("room.created 1", "member.joined 2", "member.joined 3");
            Kafka.publish(room.left(ann), room.left(bob), room.ended());

            stream.awaitBriefs(
                    "room.created 1",
                    "member.joined 2",
                    "member.joined 3",
                    "member.left 4",
                    "member.left 5",
                    "room.ended 6");
        }
    }

    private void aStoredRoomWith(String... users) {
        Kafka.publish(room.created());
        for (String user : users) Kafka.publish(room.joined(user));
        awaitStored(1 + users.length);
    }

    /** News of events that are not stored. */
    private void hear(Event... events) {
        for (Event event : events) streams.hear(StoredEvent.read(EventJson.write(event)));
    }

    private void awaitStored(int seq) {
        await().untilAsserted(
                        () -> assertEquals(seq, database.seqs(room.subject()).size()));
    }

    private double open() {
        return meters.get("rtcroom.streams.open").gauge().value();
    }

    private double fromNews() {
        return meters.counter("rtcroom.stream.frames", "from", "news").count();
    }
}
