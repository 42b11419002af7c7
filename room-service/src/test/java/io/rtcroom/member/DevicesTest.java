package io.rtcroom.member;

import static io.restassured.RestAssured.given;
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
import io.restassured.http.ContentType;
import io.rtcroom.Neighbours;
import io.rtcroom.heartbeat.Heartbeats;
import io.rtcroom.problem.ProblemException;
import io.rtcroom.problem.ProblemType;
import io.rtcroom.room.Claim;
import io.rtcroom.room.Family;
import io.rtcroom.room.Joined;
import io.rtcroom.room.Member;
import io.rtcroom.room.Room;
import io.rtcroom.room.RoomName;
import io.rtcroom.room.Rooms;
import io.smallrye.mutiny.TimeoutException;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A room of four that allows duplicates: each device of a user is a member of its own. */
@QuarkusTest
@WithTestResource(Neighbours.class)
class DevicesTest {
    private static final int ATTEMPTS = 10;

    @Inject
    Rooms rooms;

    @Inject
    Members members;

    @Inject
    Rosters rosters;

    @Inject
    Heartbeats heartbeats;

    @Inject
    Pool pool;

    private final RoomName name = aName(Family.MULTI);
    private UUID room;

    @BeforeEach
    void aRoom() {
        room = aRoomThatAllowsDuplicates(name.roomId());
    }

    private static UUID aRoomThatAllowsDuplicates(String roomId) {
        return UUID.fromString(given().header("Authorization", "Bearer " + Neighbours.API_KEY)
                .contentType(ContentType.JSON)
                .body(Map.of("family", "multi", "roomId", roomId, "duplicates", "allow"))
                .post("/v1/rooms")
                .path("uid"));
    }

    @Test
    void ofTwentyDevicesAtOnceFourHaveASeat() {
        for (int round = 0; round < 10; round++) {
            room = aRoomThatAllowsDuplicates(name.roomId() + round);

            var outcomes = atOnce(IntStream.range(0, 20)
                    .<Callable<Joined>>mapToObj(i -> () -> join(i % 2 == 0 ? "ann" : "u" + i, "device" + i))
                    .toList());

            assertEquals(4, outcomes.stream().filter(String.class::isInstance).count(), outcomes::toString);
            assertEquals(
                    16,
                    outcomes.stream()
                            .filter(it -> it instanceof ProblemException e && e.type() == ProblemType.ROOM_FULL)
                            .count(),
                    outcomes::toString);
            assertExact(4);
            assertEquals(5, get(rooms.require(room)).version(), "created, and four came");
        }
    }

    @Test
    void aStreamIsOneDeviceHoweverOftenItComes() {
        var outcomes = atOnce(IntStream.range(0, 20)
                .<Callable<Joined>>mapToObj(i -> () -> join("ann", "phone"))
                .toList());

        assertTrue(outcomes.stream().allMatch(String.class::isInstance), outcomes::toString);
        assertExact(1);
    }

    @Test
    void comingAndGoingAtOnceTheCountStaysExact() {
        join("bob", "bob");
        for (int round = 0; round < 10; round++) {
            Joined phone = join("ann", "phone");
            Joined laptop = join("ann", "laptop");
            keepAll();

            var outcomes = atOnce(List.<Callable<Object>>of(
                    () -> get(members.leave(room, "ann", Claim.of(phone.member().epoch()))),
                    () -> join("ann", "tablet"),
                    () -> join("bob", "bob"),
                    () -> rejoin("ann", "laptop", laptop.member().epoch())));

            assertTrue(outcomes.stream().allMatch(String.class::isInstance), outcomes::toString);
            assertEquals(List.of("bob", "laptop", "tablet"), devices());
            assertExact(3);
            get(members.leave(room, "ann", Claim.of(null)));
            assertEquals(List.of("bob"), devices());
        }
    }

    @Test
    void eachDeviceHasALeaseOfItsOwn() {
        join("bob", "bob");
        Joined phone = join("ann", "phone");
        join("ann", "laptop");
        keepAll();

        age("phone");
        await().atMost(PATIENCE).until(this::devices, List.of("bob", "laptop")::equals);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertEquals(2, get(rooms.require(room)).members()));

        assertEquals(true, get(members.revive(session(phone))));
        assertEquals(List.of("bob", "laptop", "phone"), devices());
        assertExact(3);
    }

    @Test
    void aDeviceThatWasEvictedAndIsToldToLeaveDoesNotComeBack() {
        join("bob", "bob");
        Joined phone = join("ann", "phone");
        join("ann", "laptop");
        keepAll();
        age("phone");
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertEquals(2, get(rooms.require(room)).members()));

        assertRefused(
                ProblemType.NOT_A_MEMBER,
                members.leave(room, "ann", Claim.of(phone.member().epoch())));

        assertEquals(false, get(members.revive(session(phone))));
    }

    @Test
    void anOldClientBeatsAndLeavesForItselfAlone() {
        join("ann", "phone");
        join("bob", "bob");
        assertRefused(ProblemType.NOT_A_MEMBER, heartbeats.beat(name, "ann"));
        get(members.join(name, profile("ann"), addresses("old"), true, ""));
        get(members.join(name, profile("ann"), addresses("again"), true, ""));
        assertEquals(List.of("again", "bob", "phone"), devices());
        keepAll();

        age("again");
        get(heartbeats.beat(name, "ann"));
        assertEquals(List.of("again", "bob", "phone"), devices());

        get(members.leave(name, "ann"));
        assertEquals(List.of("bob", "phone"), devices());
        assertRefused(ProblemType.NOT_A_MEMBER, members.leave(name, "ann"));
    }

    @Test
    void oldClientsAreShownOneEntryOfEachUser() {
        join("ann", "phone");
        join("bob", "bob");
        join("ann", "laptop");

        List<String> shown = get(rosters.require(name)).users().stream()
                .map(Member::streamId)
                .toList();

        assertEquals(
                Stream.of("phone", "bob").map(it -> addresses(it).streamId()).toList(), shown);
    }

    /** As its statements are, in the version before. */
    @Test
    void aReplicaThatKnowsNothingOfDevicesChangesNoSuchRoom() {
        join("ann", "phone");
        assertThrows(
                RuntimeException.class,
                () -> execute("update room set version = version + 1, members = 1 where uid = $1", Tuple.of(room)));

        UUID ordinary = get(rooms.create(Family.MULTI, null, "")).uid();
        for (int i = 2; i < 4; i++)
            execute(
                    """
                    insert into member (room_uid, user_id, epoch, user_name, user_avatar, stream_id, addresses, joined_at,
                        joined_seq, lease_until)
                    values ($1, 'ann', $2, '', '', 's', '{}', now(), $2, now())
                    on conflict (room_uid, user_id) do update set epoch = excluded.epoch
                    """,
                    Tuple.of(ordinary, (long) i));
    }

    private Joined join(String user, String device) {
        return rejoin(user, device, null);
    }

    private Joined rejoin(String user, String device, Long session) {
        return get(members.join(room, profile(user), addresses(device), Claim.of(session))
                // A busy machine may have no connection for it in time; a stream that comes again is the same device.
                .onFailure(TimeoutException.class)
                .retry()
                .atMost(ATTEMPTS));
    }

    private Session session(Joined joined) {
        return new Session(room, joined.member().userId(), joined.member().epoch());
    }

    private List<String> devices() {
        return get(rosters.require(room)).members().stream()
                .map(member -> member.streamId().replaceAll("8888_|_1a2b3c4d", ""))
                .sorted()
                .toList();
    }

    /** In the room's row, in the list, and by the database. */
    private void assertExact(int count) {
        Room row = get(rooms.require(room));
        assertEquals(count, row.members());
        assertEquals(count, devices().stream().distinct().count());
        assertEquals(
                count,
                get(pool.preparedQuery("select count(*) from member where room_uid = $1")
                                .execute(Tuple.of(room)))
                        .iterator()
                        .next()
                        .getLong(0));
    }

    /** However long the test takes. */
    private void keepAll() {
        execute("update member set lease_until = lease_until + interval '1 hour' where room_uid = $1", Tuple.of(room));
    }

    private void age(String device) {
        execute(
                "update member set lease_until = clock_timestamp() - interval '1 second' where room_uid = $1 and stream_id = $2",
                Tuple.of(room, addresses(device).streamId()));
    }

    private void execute(String sql, Tuple parameters) {
        get(pool.preparedQuery(sql).execute(parameters));
    }

    private static void assertRefused(ProblemType type, Uni<?> call) {
        assertEquals(type, assertThrows(ProblemException.class, () -> get(call)).type());
    }

    private static <T> T get(Uni<T> uni) {
        return uni.await().atMost(PATIENCE);
    }
}
