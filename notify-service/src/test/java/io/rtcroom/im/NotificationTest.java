package io.rtcroom.im;

import static io.restassured.RestAssured.given;
import static io.rtcroom.fixture.ImVendor.CREATE;
import static io.rtcroom.fixture.ImVendor.DESTROY;
import static io.rtcroom.fixture.ImVendor.NOTIFY;
import static io.rtcroom.fixture.Room.aUser;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.greaterThan;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.rtcroom.event.Topics;
import io.rtcroom.fixture.Callers;
import io.rtcroom.fixture.Database;
import io.rtcroom.fixture.ImVendor;
import io.rtcroom.fixture.Kafka;
import io.rtcroom.fixture.Room;
import io.rtcroom.stores.Stores;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(WithTencent.class)
@WithTestResource(Stores.class)
@WithTestResource(Callers.class)
@WithTestResource(ImVendor.class)
class NotificationTest {
    private static final Duration LONG = Duration.ofSeconds(20);

    @Inject
    Database database;

    private final Room room = new Room();
    private final String group = room.roomId;
    private final String ann = aUser("ann");
    private final String bob = aUser("bob");

    @Test
    void eachChangeIsToldOnceAndAJoinOnceMore() {
        Kafka.publish(room.created(), room.joined(ann), room.joined(bob));
        awaitCommands(CREATE, NOTIFY, NOTIFY, NOTIFY);

        Kafka.publish(room.updated(bob), room.left(bob));

        awaitCommands(CREATE, NOTIFY, NOTIFY, NOTIFY, NOTIFY, NOTIFY);
    }

    @Test
    void whoCreatesARoomByJoiningAndEndsItByLeavingIsNotToldOf() {
        Kafka.publish(room.created(), room.joinedByCreating(ann), room.leftLast(ann), room.ended());

        await().atMost(LONG).during(Duration.ofSeconds(2)).untilAsserted(() -> {
            assertEquals(0, tasks());
            assertEquals(List.of(), notifications());
        });
    }

    @Test
    void nothingIsRepeatedToARoomThatHasEnded() {
        Kafka.publish(room.created(), room.joined(ann));
        awaitCommands(CREATE, NOTIFY);

        Kafka.publish(room.leftLast(ann), room.ended());

        awaitCommands(CREATE, NOTIFY, DESTROY);
        await().atMost(LONG).untilAsserted(() -> assertEquals(0, tasks()));
        assertEquals(1, notifications().size());
    }

    @Test
    void aGroupThatWasReclaimedIsMadeAgainForItsRoom() {
        Kafka.publish(room.created());
        await().atMost(LONG).until(() -> ImVendor.exists(group));
        ImVendor.forget(group);

        Kafka.publish(room.updated(ann));

        awaitCommands(CREATE, NOTIFY, CREATE, NOTIFY);
        assertTrue(ImVendor.exists(group));
    }

    @Test
    void aVendorThatIsAwayHoldsUpNoEventAndIsToldLater() {
        ImVendor.setDown(group, true);

        Kafka.publish(room.created(), room.joined(ann), room.updated(ann), room.left(ann));

        await().atMost(LONG)
                .untilAsserted(
                        () -> assertEquals(4, database.seqs(room.subject()).size()));
        await().atMost(LONG).until(() -> ImVendor.calls(group).size() > 2);
        int tried = ImVendor.calls(group).size();
        ImVendor.setDown(group, false);
        await().atMost(LONG).untilAsserted(() -> assertEquals(0, tasks()));
        List<String> commands = ImVendor.commands(group);
        assertTrue(commands.subList(0, tried).stream().allMatch(CREATE::equals), commands::toString);
        assertEquals(4, notifications().size());
        assertTrue(ImVendor.exists(group));
    }

    @Test
    void anErrorOfTheServerIsTriedAgain() {
        Kafka.publish(room.created());
        await().atMost(LONG).until(() -> ImVendor.exists(group));
        ImVendor.answerWith(NOTIFY, group, 10002);
        Kafka.publish(room.updated(ann));
        await().atMost(LONG).until(() -> notifications().size() > 2);

        ImVendor.answerWith(NOTIFY, group, 0);

        await().atMost(LONG).untilAsserted(() -> assertEquals(0, tasks()));
    }

    @Test
    void aTaskPastItsBudgetIsGivenUpAndTheNextIsDone() {
        Kafka.publish(room.created());
        await().atMost(LONG).until(() -> ImVendor.exists(group));
        ImVendor.answerWith(NOTIFY, group, 10002);
        Kafka.publish(room.updated(ann), room.ended());
        await().atMost(LONG).until(() -> !notifications().isEmpty());

        database.query(
                "update im_task set created_at = created_at - interval '1 hour' where group_id = $1 and kind = 'notify'",
                group);

        await().atMost(LONG).until(() -> !ImVendor.exists(group));
        // The vendor has heard of the end before it is booked.
        await().atMost(LONG).until(() -> tasks() == 0);
        var dead = database.query("select kind, last_error from im_task where group_id = $1", group);
        assertEquals(1, dead.size());
        assertEquals("notify", dead.get(0).getString(0));
        assertEquals("ErrorCode 10002", dead.get(0).getString(1));
    }

    @Test
    void whatTheVendorRefusesIsNotTriedAgain() {
        Kafka.publish(room.created());
        await().atMost(LONG).until(() -> ImVendor.exists(group));
        ImVendor.answerWith(NOTIFY, group, 10007);

        Kafka.publish(room.updated(ann), room.ended());

        await().atMost(LONG).until(() -> !ImVendor.exists(group));
        assertEquals(1, notifications().size());
    }

    @Test
    void whatWasGivenUpIsToldAfterAllWhenAnOperatorAsks() {
        Kafka.publish(room.created());
        await().atMost(LONG).until(() -> ImVendor.exists(group));
        ImVendor.answerWith(NOTIFY, group, 10007);
        Kafka.publish(room.updated(ann));
        await().atMost(LONG)
                .untilAsserted(() -> assertEquals(
                        1,
                        database.count(
                                "select count(*) from im_task where group_id = $1 and dead_at is not null", group)));
        await().atMost(LONG).untilAsserted(() -> assertTrue(deadLetter().contains("ErrorCode 10007"), deadLetter()));
        ImVendor.answerWith(NOTIFY, group, 0);

        Callers.asService(given())
                .post("/internal/im-tasks/replay")
                .then()
                .statusCode(200)
                .body("count", greaterThan(0));

        await().atMost(LONG)
                .untilAsserted(() ->
                        assertEquals(0, database.count("select count(*) from im_task where group_id = $1", group)));
        assertEquals(2, notifications().size());
    }

    private String deadLetter() {
        return Kafka.read(Topics.DEAD_LETTERS, group).stream()
                .map(letter -> new String(letter.value(), StandardCharsets.UTF_8))
                .collect(Collectors.joining());
    }

    private void awaitCommands(String... commands) {
        await().atMost(LONG).untilAsserted(() -> assertEquals(List.of(commands), ImVendor.commands(group)));
    }

    private List<String> notifications() {
        return ImVendor.commands(group).stream().filter(NOTIFY::equals).toList();
    }

    private long tasks() {
        return database.count("select count(*) from im_task where group_id = $1 and dead_at is null", group);
    }
}
