package io.rtcroom.inbox;

import static io.rtcroom.fixture.Room.aUser;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.rtcroom.event.Event;
import io.rtcroom.event.EventJson;
import io.rtcroom.event.Topics;
import io.rtcroom.fixture.Callers;
import io.rtcroom.fixture.Database;
import io.rtcroom.fixture.Kafka;
import io.rtcroom.fixture.Room;
import io.rtcroom.history.StoredEvent;
import io.rtcroom.stores.Stores;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(Stores.class)
@WithTestResource(Callers.class)
class InboxTest {
    @Inject
    Database database;

    @Inject
    Inbox inbox;

    @Inject
    Pool pool;

    private final Room room = new Room();
    private final String ann = aUser("ann");

    @Test
    void anEventIsStoredAsItCame() {
        String document =
                EventJson.write(room.created()).replace("{\"specversion\"", "{ \"extra\" : 1,\"specversion\"");

        Kafka.send(Topics.ROOM_EVENTS, room.roomId, document);

        awaitSeqs(1);
        assertEquals(
                document,
                database.query("select payload from event where subject = $1", room.subject())
                        .get(0)
                        .getString(0));
    }

    @Test
    void aRepeatedEventIsStoredOnce() {
        Event created = room.created();
        Event joined = room.joined(ann);

        Kafka.publish(created, joined, created, joined);
        Kafka.publish(created, joined, room.left(ann), created);

        awaitSeqs(1, 2, 3);
        assertEquals(1, follows().size());
    }

    @Test
    void anEventWaitsForItsPredecessor() {
        Event created = room.created();
        Event first = room.joined(ann);
        Event second = room.joined(aUser("bob"));
        Kafka.publish(first, second);
        await().untilAsserted(() -> assertEquals(2, waiting()));

        Kafka.publish(created);

        awaitSeqs(1, 2, 3);
        assertEquals(0, waiting());
    }

    @Test
    void whatWaitsIsAppliedWithTheBatchThatClosesTheGap() {
        StoredEvent created = stored(room.created());
        StoredEvent second = stored(room.joined(ann));
        StoredEvent third = stored(room.joined(aUser("bob")));
        StoredEvent fourth = stored(room.joined(aUser("cid")));
        take(second);
        take(fourth);
        assertEquals(2, waiting());

        take(third, created, created);

        assertEquals(List.of(1L, 2L, 3L, 4L), database.seqs(room.subject()));
        assertEquals(0, waiting());
    }

    private void take(StoredEvent... events) {
        inbox.take(List.of(events)).await().atMost(Duration.ofSeconds(30));
    }

    @Test
    void aWaitingEventHoldsUpNobodyElse() {
        Room other = new Room(room.roomId);
        room.created();
        Kafka.publish(room.joined(ann));

        Kafka.publish(other.created());

        await().untilAsserted(() -> assertEquals(List.of(1L), database.seqs(other.subject())));
        assertEquals(List.of(), database.seqs(room.subject()));
    }

    @Test
    void anUndecodableRecordGoesToTheDeadLettersAsItCame() {
        byte[] notText = {(byte) 0xff, (byte) 0xfe, 0};
        Kafka.send(Topics.ROOM_EVENTS, room.roomId, notText);
        Kafka.send(Topics.ROOM_EVENTS, room.roomId, "{\"not\":\"an event\"}");
        Kafka.send(Topics.ROOM_EVENTS, room.roomId, (byte[]) null);

        Kafka.publish(room.created());

        awaitSeqs(1);
        await().untilAsserted(() -> {
            var letters = Kafka.read(Topics.DEAD_LETTERS, room.roomId);
            assertEquals(3, letters.size());
            assertArrayEquals(notText, letters.get(0).value());
            var header = letters.get(1).headers().lastHeader("rtcroom-topic");
            assertEquals(Topics.ROOM_EVENTS, new String(header.value(), StandardCharsets.UTF_8));
        });
    }

    @Test
    void aTypeOfANewerProducerIsStoredUnderItsName() {
        String document = EventJson.write(room.created()).replace("room.created", "room.painted");

        Kafka.send(Topics.ROOM_EVENTS, room.roomId, document);

        awaitSeqs(1);
        assertEquals(
                "room.painted",
                database.query("select type from event where subject = $1", room.subject())
                        .get(0)
                        .getString(0));
        assertEquals(0, Kafka.read(Topics.DEAD_LETTERS, room.roomId).size());
    }

    @Test
    void aStayLastsFromTheJoinToTheLeave() {
        String bob = aUser("bob");

        Kafka.publish(room.created(), room.joined(ann), room.joined(bob), room.left(ann), room.joined(ann));
        Kafka.publish(room.left(bob), room.leftLast(ann), room.ended());

        awaitSeqs(1, 2, 3, 4, 5, 6, 7, 8);
        assertEquals(List.of(ann + " 2-4", bob + " 3-6", ann + " 5-7"), follows());
    }

    @Test
    void theEndOfTheRoomEndsEveryStay() {
        String bob = aUser("bob");
        Kafka.publish(room.created(), room.joined(ann));
        awaitSeqs(1, 2);

        Kafka.publish(room.joined(bob), room.ended());

        awaitSeqs(1, 2, 3, 4);
        assertEquals(List.of(ann + " 2-4", bob + " 3-4"), follows());
    }

    @Test
    void manyReplicasWithTheSameEventsApplyEachOnce() {
        List<StoredEvent> events = new ArrayList<>();
        List<Room> rooms = IntStream.range(0, 20).mapToObj(i -> new Room()).toList();
        for (Room each : rooms) {
            events.add(stored(each.created()));
            for (int i = 0; i < 4; i++) events.add(stored(each.joined(ann)));
            events.add(stored(each.ended()));
        }

        List<Uni<Void>> takes = IntStream.range(0, 8)
                .mapToObj(replica -> {
                    List<StoredEvent> order = new ArrayList<>(events);
                    Collections.shuffle(order, new Random(replica));
                    return inbox.take(order);
                })
                .toList();
        Uni.join().all(takes).andFailFast().await().atMost(Duration.ofSeconds(30));

        for (Room each : rooms)
            assertEquals(LongStream.rangeClosed(1, 6).boxed().toList(), database.seqs(each.subject()));
        assertEquals(20 * 4L, database.count("select count(*) from follower where user_id = $1 and to_seq = 6", ann));
    }

    @Test
    void aFailingStatementLeavesNothingBehind() {
        StoredEvent created = stored(room.created());
        // A late statement of the transaction fails; what came before it must go too.
        pool.query("alter table follower rename to follower_away").executeAndAwait();
        try {
            assertTrue(inbox.take(List.of(created, stored(room.joined(ann))))
                    .map(taken -> false)
                    .onFailure()
                    .recoverWithItem(true)
                    .await()
                    .indefinitely());
        } finally {
            pool.query("alter table follower_away rename to follower").executeAndAwait();
        }

        assertEquals(List.of(), database.seqs(room.subject()));
        assertEquals(0, database.count("select count(*) from subject where subject = $1", room.subject()));
    }

    @Test
    void aDatabaseThatFailsForAWhileLosesNothing() {
        pool.query("alter table event rename to event_away").executeAndAwait();
        try {
            Kafka.publish(room.created(), room.joined(ann));
            Kafka.publish(room.left(ann));
        } finally {
            pool.query("alter table event_away rename to event").executeAndAwait();
        }

        awaitSeqs(1, 2, 3);
    }

    @Test
    void anotherReplicaThatHoldsTheSubjectDelaysTheEvent() {
        pool.withTransaction(transaction -> transaction
                        .preparedQuery("insert into subject (subject) values ($1)")
                        .execute(Tuple.of(room.subject()))
                        .invoke(() -> Kafka.publish(room.created()))
                        .onItem()
                        .delayIt()
                        .by(Duration.ofMillis(4_500)))
                .await()
                .indefinitely();

        awaitSeqs(1);
    }

    private void awaitSeqs(long... seqs) {
        List<Long> expected = LongStream.of(seqs).boxed().toList();
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertEquals(expected, database.seqs(room.subject())));
    }

    private long waiting() {
        return database.count("select count(*) from waiting_event where subject = $1", room.subject());
    }

    private List<String> follows() {
        return database
                .query(
                        "select user_id, from_seq, to_seq from follower where subject = $1 order by from_seq",
                        room.subject())
                .stream()
                .map(row -> row.getString(0) + " " + row.getLong(1) + "-" + row.getLong(2))
                .toList();
    }

    private static StoredEvent stored(Event event) {
        return StoredEvent.read(EventJson.write(event));
    }
}
