package io.rtcroom.system;

import static org.awaitility.Awaitility.await;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;

/** Looks behind the API, after the fact: whether PostgreSQL, Kafka and the event store tell one story. */
final class Audit {
    private static final Duration CATCHING_UP = Duration.ofSeconds(60);

    private final Stack stack;
    private final Database database;

    Audit(Stack stack) {
        this.stack = stack;
        database = stack.database();
    }

    /** Waits until all three agree: events take a moment, and rooms that other tests left expire meanwhile. */
    RoomEvents everythingAgrees() {
        return everythingAgreesWithin(CATCHING_UP);
    }

    RoomEvents everythingAgreesWithin(Duration patience) {
        var agreed = new AtomicReference<RoomEvents>();
        await().atMost(patience).pollInterval(Duration.ofSeconds(1)).untilAsserted(() -> {
            RoomEvents events = RoomEvents.read(stack.bootstrapServers());
            assertThat("first appearances out of order", events.outOfOrder(), is(empty()));
            membersAreCounted();
            assertThat("live rooms and their members", roomsByEvents(events), is(roomsInDatabase()));
            assertThat("numbers in the event store", numbersInStore(), is(lastNumbers(events)));
            agreed.set(events);
        });
        return agreed.get();
    }

    private void membersAreCounted() {
        assertThat(
                "rooms whose count of members is wrong",
                database.rows(
                        """
                        select r.uid::text from room.room r where r.members <> (
                            select count(*) from room.member m where m.room_uid = r.uid)"""),
                is(empty()));
    }

    /** The live rooms as text of their version and members, by what the events say. */
    private static Map<String, String> roomsByEvents(RoomEvents events) {
        Map<String, String> rooms = new TreeMap<>();
        events.bySubject().forEach((subject, history) -> {
            if (!isRoom(subject)) return;
            Set<String> members = new TreeSet<>();
            for (JsonNode event : history) {
                String userId = event.path("data").path("userId").asText();
                if (event.path("type").asText().equals("member.joined")) members.add(userId);
                if (event.path("type").asText().equals("member.left")) members.remove(userId);
            }
            boolean ended = history.getLast().path("type").asText().equals("room.ended");
            if (!ended) rooms.put(subject, history.size() + " " + String.join(",", members));
        });
        return rooms;
    }

    private Map<String, String> roomsInDatabase() {
        return database.pairs(
                """
                select 'room:' || uid, version || ' ' || coalesce((
                    select string_agg(user_id, ',' order by user_id collate "C") from room.member where room_uid = uid), '')
                from room.room""");
    }

    private static Map<String, String> lastNumbers(RoomEvents events) {
        Map<String, String> last = new TreeMap<>();
        events.bySubject().forEach((subject, history) -> {
            if (isRoom(subject)) last.put(subject, String.valueOf(history.size()));
        });
        return last;
    }

    /** Calls, agents and users have events on the topic, too. */
    private static boolean isRoom(String subject) {
        return subject.startsWith("room:");
    }

    /** A subject whose stored events have a gap shows it by its count. */
    private Map<String, String> numbersInStore() {
        return database.pairs(
                """
                select subject, case when max(seq) = count(*) then max(seq) || '' else max(seq) || ' with a gap' end
                from notify.event where subject like 'room:%' group by subject""");
    }

    /** The events of one subject, as the event store has them: number and id. */
    List<String> stored(String subject) {
        return database.rows("select id::text from notify.event where subject = '" + subject + "' order by seq");
    }
}
