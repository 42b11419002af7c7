package io.rtcroom.audience;

import static io.rtcroom.Fixtures.PATIENCE;
import static io.rtcroom.Fixtures.aName;
import static io.rtcroom.Fixtures.addresses;
import static io.rtcroom.Fixtures.atOnce;
import static io.rtcroom.Fixtures.profile;
import static io.rtcroom.Fixtures.random;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.rtcroom.member.Members;
import io.rtcroom.member.Rosters;
import io.rtcroom.problem.ProblemException;
import io.rtcroom.problem.ProblemType;
import io.rtcroom.room.Family;
import io.rtcroom.room.RoomName;
import io.rtcroom.stores.Stores;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(Stores.class)
class AudienceTest {
    @Inject
    Members members;

    @Inject
    Rosters rosters;

    @Inject
    Viewers viewers;

    @Inject
    CustomFields fields;

    @Inject
    Audiences audiences;

    @Inject
    AudienceNews news;

    @Inject
    AudienceConfig config;

    @Inject
    Pool pool;

    private final RoomName name = aName(Family.LIVE);
    private final String anchor = random("anchor");
    private UUID room;

    @BeforeEach
    void aShowGoesOn() {
        room = get(members.join(name, profile(anchor), addresses(anchor), true, ""))
                .room()
                .uid();
    }

    @Test
    void whoComesAHundredTimesAtOnceIsCountedOnce() {
        var outcomes = atOnce(IntStream.range(0, 100)
                .<Callable<Void>>mapToObj(i -> () -> get(viewers.enter(name, "viewer" + i % 20, "")))
                .toList());

        assertEquals(List.of("null"), outcomes.stream().distinct().toList());
        assertEquals(20, audience().viewers());

        atOnce(IntStream.range(0, 60)
                .<Callable<Void>>mapToObj(i -> () -> get(viewers.leave(name, "viewer" + i % 15)))
                .toList());

        assertEquals(5, audience().viewers());
    }

    @Test
    void comingAndGoingAtOnceLeavesWhatTheRowsSay() {
        atOnce(IntStream.range(0, 100)
                .<Callable<Void>>mapToObj(i -> () -> get(
                        i % 2 == 0
                                ? viewers.enter(name, "viewer" + i % 10, "")
                                : viewers.leave(name, "viewer" + i % 10)))
                .toList());

        assertEquals(
                number("select count(*) from viewer where room_uid = $1"),
                audience().viewers());
        awaitTold(audience().viewers());
    }

    @Test
    void aHundredCountsAtOnceAreAHundred() {
        atOnce(IntStream.range(0, 100)
                .<Callable<Object>>mapToObj(i -> () -> get(fields.change(name, "viewer" + i, count("praise", 1))))
                .toList());
        atOnce(IntStream.range(0, 30)
                .<Callable<Object>>mapToObj(i -> () -> get(fields.change(name, "viewer" + i, count("praise", -1))))
                .toList());

        assertEquals(Map.of("praise", 70), audience().fields());
    }

    @Test
    void fieldsAreCountedFromTheTextThatWasPutThere() {
        change(new FieldChange.Put("stars", "41"));
        change(count("stars", 1));
        change(new FieldChange.Put("title", "Abend \"show\" 晚会"));

        assertEquals(
                Map.of("stars", 42, "title", "Abend \"show\" 晚会"), audience().fields());
        assertRefused(ProblemType.ILLEGAL_FIELD_CHANGE, fields.change(name, "eve", count("title", 1)));
        assertEquals("Abend \"show\" 晚会", audience().fields().get("title"));
    }

    @Test
    void ofMoreFieldsAtOnceThanARoomMayHaveExactlySoManyAreMade() {
        var outcomes = atOnce(IntStream.range(0, config.maxFields() + 20)
                .<Callable<Object>>mapToObj(i -> () -> get(fields.change(name, "viewer" + i, count("field" + i, 1))))
                .toList());

        assertEquals(
                20, outcomes.stream().filter(ProblemException.class::isInstance).count());
        assertEquals(config.maxFields(), audience().fields().size());
        change(count(audience().fields().keySet().iterator().next(), 1));
    }

    @Test
    void whoChangesFieldsTooFastIsRefusedAndNobodyElse() {
        var outcomes = atOnce(IntStream.range(0, config.fieldRate() * 10)
                .<Callable<Object>>mapToObj(i -> () -> get(fields.change(name, "eve", count("praise", 1))))
                .toList());

        assertTrue(outcomes.stream()
                .anyMatch(
                        e -> e instanceof ProblemException problem && problem.type() == ProblemType.TOO_MANY_REQUESTS));
        get(fields.change(name, random("bob"), count("praise", 1)));
    }

    @Test
    void aShowIsOverWithItsCreatorsLease() {
        String guest = random("guest");
        get(members.join(name, profile(guest), addresses(guest), false, ""));
        get(viewers.enter(name, "viewer", ""));

        get(pool.preparedQuery("update member set lease_until = clock_timestamp() - interval '1 second'"
                        + " where room_uid = $1 and user_id = $2")
                .execute(Tuple.of(room, anchor)));

        // Not before heartbeats have been written for a while: until then nobody's silence counts.
        await().atMost(PATIENCE).untilAsserted(() -> assertRefused(ProblemType.NO_SUCH_ROOM, rosters.require(name)));
        assertRefused(ProblemType.NO_SUCH_ROOM, viewers.enter(name, "late", ""));
        assertRefused(ProblemType.NO_SUCH_ROOM, fields.change(name, "late", count("praise", 1)));
        await().atMost(PATIENCE).until(() -> number("select count(*) from room where uid = $1"), rooms -> rooms == 0);
    }

    @Test
    void nothingIsLeftOfAnEndedShow() {
        get(viewers.enter(name, "viewer", ""));
        change(count("praise", 1));

        get(members.leave(name, anchor));

        await().atMost(PATIENCE)
                .until(
                        () -> number("select (select count(*) from viewer where room_uid = $1)"
                                + " + (select count(*) from audience where room_uid = $1)"
                                + " + (select count(*) from audience_change where room_uid = $1)"),
                        rows -> rows == 0);
    }

    @Test
    void allChangesOfAWhileAreToldOnceWhoeverLooks() {
        get(viewers.enter(name, "first", ""));
        awaitTold(1);
        toldAt("clock_timestamp() + interval '1 hour'");
        long version = audience().version();

        for (int i = 0; i < 10; i++) get(viewers.enter(name, "viewer" + i, ""));
        tellAtOnce();
        assertEquals(version, audience().version(), "it is too soon");

        toldAt("clock_timestamp() - interval '1 hour'");
        tellAtOnce();

        assertEquals(version + 1, audience().version());
        awaitTold(11);
        toldAt("clock_timestamp() - interval '1 hour'");
        tellAtOnce();
        assertEquals(version + 1, audience().version(), "nothing has changed");
    }

    @Test
    void theAudienceIsOutsideTheRoomsSequence() {
        long version = roomVersion();

        get(viewers.enter(name, "viewer", ""));
        change(count("praise", 1));
        awaitTold(1);

        assertEquals(version, roomVersion());
    }

    @Test
    void aRoomOfAnotherFamilyHasNoAudience() {
        RoomName multi = aName(Family.MULTI);
        UUID uid = get(members.join(multi, profile("ann"), addresses("ann"), true, ""))
                .room()
                .uid();

        assertRefused(ProblemType.NO_SUCH_ROOM, viewers.enter(multi, "viewer", ""));
        assertRefused(ProblemType.NO_SUCH_ROOM, viewers.enter(uid, "viewer", ""));
    }

    private void tellAtOnce() {
        atOnce(IntStream.range(0, 8)
                .<Callable<Void>>mapToObj(i -> () -> get(news.tell(room)))
                .toList());
    }

    private void toldAt(String instant) {
        get(pool.preparedQuery("update audience set told_at = " + instant + " where room_uid = $1")
                .execute(Tuple.of(room)));
    }

    /** By an event: it is counted in the transaction that writes it. */
    private void awaitTold(long count) {
        await().atMost(PATIENCE)
                .until(
                        () -> number("select case when exists (select from audience_change where room_uid = $1) then -1"
                                + " else viewers end from audience where room_uid = $1"),
                        told -> told == count);
    }

    private long roomVersion() {
        return number("select version from room where uid = $1");
    }

    private long number(String sql) {
        return get(pool.preparedQuery(sql).execute(Tuple.of(room)))
                .iterator()
                .next()
                .getLong(0);
    }

    private Audience audience() {
        return get(audiences.of(new Show(room, anchor)));
    }

    private void change(FieldChange change) {
        get(fields.change(name, anchor, change));
    }

    private static FieldChange count(String field, long by) {
        return new FieldChange.Count(field, by);
    }

    private static void assertRefused(ProblemType type, Uni<?> call) {
        assertEquals(type, assertThrows(ProblemException.class, () -> get(call)).type());
    }

    private static <T> T get(Uni<T> call) {
        return call.await().atMost(PATIENCE);
    }
}
