package io.rtcroom.member;

import static io.rtcroom.Fixtures.PATIENCE;
import static io.rtcroom.Fixtures.aName;
import static io.rtcroom.Fixtures.addresses;
import static io.rtcroom.Fixtures.atOnce;
import static io.rtcroom.Fixtures.profile;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.rtcroom.heartbeat.Heartbeats;
import io.rtcroom.problem.ProblemException;
import io.rtcroom.problem.ProblemType;
import io.rtcroom.room.Family;
import io.rtcroom.room.Joined;
import io.rtcroom.room.Member;
import io.rtcroom.room.Room;
import io.rtcroom.room.RoomName;
import io.rtcroom.room.Rooms;
import io.rtcroom.stores.Stores;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(Stores.class)
class MembershipTest {
    @Inject
    Rooms rooms;

    @Inject
    Members members;

    @Inject
    Rosters rosters;

    @Inject
    Leases leases;

    @Inject
    Heartbeats heartbeats;

    @Inject
    Pool pool;

    @Test
    void fiftyAtOnceFillADoubleRoomWithExactlyTwo() {
        RoomName name = aName(Family.DOUBLE);
        get(rooms.create(name.family(), name.roomId(), ""));

        var outcomes = atOnce(IntStream.range(0, 50)
                .<Callable<Joined>>mapToObj(i -> () -> join(name, "u" + i))
                .toList());

        assertEquals(2, outcomes.stream().filter(String.class::isInstance).count());
        assertEquals(
                48, outcomes.stream().filter(refusal(ProblemType.ROOM_FULL)).count());
        assertEquals(2, present(name).size());
    }

    @Test
    void fiftyAtOnceIntoAnUnknownRoomMakeOneRoom() {
        RoomName name = aName(Family.MULTI);

        var outcomes = atOnce(IntStream.range(0, 50)
                .<Callable<Joined>>mapToObj(i -> () -> join(name, "u" + i))
                .toList());

        assertEquals(4, outcomes.stream().filter(String.class::isInstance).count());
        assertEquals(
                1,
                outcomes.stream()
                        .filter(o -> o.toString().contains("createdRoom=true"))
                        .count());
    }

    @Test
    void oneNameHasOneWinner() {
        RoomName name = aName(Family.DOUBLE);

        var outcomes = atOnce(IntStream.range(0, 50)
                .<Callable<Room>>mapToObj(i -> () -> get(rooms.create(name.family(), name.roomId(), "")))
                .toList());

        assertEquals(1, outcomes.stream().filter(String.class::isInstance).count());
        assertEquals(
                49, outcomes.stream().filter(refusal(ProblemType.ROOM_EXISTS)).count());
    }

    @Test
    void creatingARoomThatLivesThrowsNobodyOut() {
        RoomName name = aName(Family.DOUBLE);
        join(name, "ann");

        assertRefused(ProblemType.ROOM_EXISTS, rooms.create(name.family(), name.roomId(), ""));

        assertEquals(List.of("ann"), present(name));
    }

    @Test
    void oneUsersFiftyJoinsAreOneEntry() {
        RoomName name = aName(Family.DOUBLE);

        atOnce(IntStream.range(0, 50)
                .<Callable<Joined>>mapToObj(i -> () -> join(name, "ann"))
                .toList());

        assertEquals(List.of("ann"), present(name));
    }

    @Test
    void aJoinDuringTheLastLeaveIsNotLost() {
        for (int round = 0; round < 50; round++) {
            RoomName name = aName(Family.DOUBLE);
            join(name, "ann");

            var outcomes =
                    atOnce(List.<Callable<Object>>of(() -> join(name, "bob"), () -> get(members.leave(name, "ann"))));

            assertTrue(outcomes.stream().allMatch(String.class::isInstance), outcomes::toString);
            assertEquals(List.of("bob"), present(name));
        }
    }

    @Test
    void anExpiredLeaseHidesTheMemberWithoutASweep() {
        RoomName name = aName(Family.DOUBLE);
        UUID uid = join(name, "ann").room().uid();
        join(name, "bob");

        age(uid, "ann", 21);

        assertEquals(List.of("bob"), present(name));
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertEquals(1, get(rooms.require(uid)).members()));
    }

    @Test
    void theLastExpiryEndsTheRoomAndFreesItsName() {
        RoomName name = aName(Family.DOUBLE);
        UUID uid = join(name, "ann").room().uid();

        age(uid, "ann", 21);
        Room second = get(rooms.create(name.family(), name.roomId(), "again"));

        assertTrue(!second.uid().equals(uid));
        assertRefused(ProblemType.NO_SUCH_ROOM, rooms.require(uid));
    }

    @Test
    void aRoomNobodyEntersIsCollected() {
        RoomName name = aName(Family.DOUBLE);
        UUID uid = get(rooms.create(name.family(), name.roomId(), "")).uid();

        execute("update room set enter_by = enter_by - interval '31 seconds' where uid = $1", Tuple.of(uid));

        await().atMost(PATIENCE).untilAsserted(() -> assertRefused(ProblemType.NO_SUCH_ROOM, rooms.require(uid)));
    }

    @Test
    void aHeartbeatKeepsAMemberAndAnOldSessionsDoesNot() {
        RoomName name = aName(Family.DOUBLE);
        Joined joined = join(name, "ann");
        UUID uid = joined.room().uid();
        age(uid, "ann", 10);

        get(heartbeats.beat(name, "ann"));

        await().atMost(PATIENCE).untilAsserted(() -> assertTrue(secondsLeft(uid, "ann") > 15));
        join(name, "ann");
        var old = new Session(uid, "ann", joined.member().epoch());
        assertEquals(null, get(leases.find(old)));
    }

    @Test
    void anOutageEvictsNobody() {
        RoomName name = aName(Family.DOUBLE);
        UUID uid = join(name, "ann").room().uid();

        // As after a minute in which no replica could write: beats are old, and so is the last flush.
        get(pool.withTransaction(connection -> connection
                .query("update presence set last_flush = last_flush - interval '60 seconds'")
                .execute()
                .chain(() -> connection
                        .preparedQuery("update member set lease_until = lease_until - interval '60 seconds'"
                                + " where room_uid = $1")
                        .execute(Tuple.of(uid)))));

        assertEquals(List.of("ann"), present(name));
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertTrue(count("select count(*) from presence where grace_until > now()") > 0));
        assertEquals(List.of("ann"), present(name));
        execute("update presence set grace_until = '-infinity'", Tuple.tuple());
        assertRefused(ProblemType.NO_SUCH_ROOM, rosters.require(name));
    }

    @Test
    void aFailingCommitLeavesNeitherRowNorEvent() {
        RoomName name = aName(Family.DOUBLE);
        Joined joined = join(name, "ann");
        execute(
                "create or replace function refuse() returns trigger language plpgsql as "
                        + "$$ begin raise exception 'refused at commit'; end $$",
                Tuple.tuple());
        execute(
                "create constraint trigger refuse_"
                        + joined.room().uid().toString().replace('-', '_')
                        + " after insert on member deferrable initially deferred for each row when (new.room_uid = '"
                        + joined.room().uid() + "') execute function refuse()",
                Tuple.tuple());

        assertThrows(RuntimeException.class, () -> join(name, "bob"));

        assertEquals(List.of("ann"), present(name));
        assertEquals(
                joined.room().version(), get(rooms.require(joined.room().uid())).version());
    }

    private Joined join(RoomName name, String user) {
        return get(members.join(name, profile(user), addresses(user), true, ""));
    }

    private List<String> present(RoomName name) {
        return get(rosters.require(name)).members().stream().map(Member::userId).toList();
    }

    private void age(UUID room, String user, int seconds) {
        execute(
                "update member set lease_until = lease_until - $3 * interval '1 second' where room_uid = $1 and user_id = $2",
                Tuple.of(room, user, seconds));
    }

    private double secondsLeft(UUID room, String user) {
        return get(pool.preparedQuery("select extract(epoch from lease_until - clock_timestamp())::float8 from member"
                                + " where room_uid = $1 and user_id = $2")
                        .execute(Tuple.of(room, user)))
                .iterator()
                .next()
                .getDouble(0);
    }

    private long count(String sql) {
        return get(pool.query(sql).execute()).iterator().next().getLong(0);
    }

    private void execute(String sql, Tuple parameters) {
        get(pool.preparedQuery(sql).execute(parameters));
    }

    private static Predicate<Object> refusal(ProblemType type) {
        return outcome -> outcome instanceof ProblemException problem && problem.type() == type;
    }

    private static void assertRefused(ProblemType type, Uni<?> call) {
        assertEquals(type, assertThrows(ProblemException.class, () -> get(call)).type());
    }

    private static <T> T get(Uni<T> uni) {
        return uni.await().atMost(PATIENCE);
    }
}
