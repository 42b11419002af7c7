package io.rtcroom.member;

import static io.rtcroom.Fixtures.PATIENCE;
import static io.rtcroom.Fixtures.aName;
import static io.rtcroom.Fixtures.addresses;
import static io.rtcroom.Fixtures.atOnce;
import static io.rtcroom.Fixtures.profile;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.rtcroom.heartbeat.Heartbeats;
import io.rtcroom.problem.ProblemException;
import io.rtcroom.problem.ProblemType;
import io.rtcroom.room.Claim;
import io.rtcroom.room.Family;
import io.rtcroom.room.Joined;
import io.rtcroom.room.Member;
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
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Members who fall silent, are evicted, and come back. */
@QuarkusTest
@WithTestResource(Stores.class)
class PresenceTest {
    private static final int HALF_A_LEASE = 11;
    private static final int A_LEASE = 21;

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

    private final RoomName name = aName(Family.DOUBLE);
    private Joined ann;
    private UUID room;

    @BeforeEach
    void annAndBobAreInARoom() {
        ann = join("ann");
        join("bob");
        room = ann.room().uid();
    }

    @Test
    void aSilentMemberIsSuspendedUntilTheNextHeartbeat() {
        age("ann", HALF_A_LEASE);
        await().atMost(PATIENCE).untilAsserted(() -> assertEquals(List.of("ann"), suspended()));

        get(heartbeats.beat(name, "ann"));

        await().atMost(PATIENCE).untilAsserted(() -> assertEquals(List.of(), suspended()));
        assertEquals(List.of("ann", "bob"), present());
    }

    @Test
    void anEvictedSessionComesBackWithItsNextHeartbeat() {
        evictAnn();
        long before = get(rooms.require(room)).version();

        var outcomes = atOnce(IntStream.range(0, 20)
                .<Callable<Boolean>>mapToObj(i -> () -> get(heartbeats.beat(name, "ann")) == null)
                .toList());

        assertEquals(List.of("true"), outcomes.stream().distinct().toList());
        assertEquals(List.of("ann", "bob"), present());
        assertEquals(before + 1, get(rooms.require(room)).version());
        assertEquals(ann.member().epoch(), epochOfAnn());
    }

    @Test
    void anExpiredSessionThatNobodyHasSweptYetComesBackToo() {
        age("ann", A_LEASE);

        get(heartbeats.beat(name, "ann"));

        assertEquals(List.of("ann", "bob"), present());
    }

    @Test
    void noSeatIsLeftInAFullRoom() {
        evictAnn();
        join("eve");

        assertGone();

        assertEquals(List.of("bob", "eve"), present());
    }

    @Test
    void aLeaveIsForGood() {
        evictAnn();

        assertRefused(ProblemType.NOT_A_MEMBER, members.leave(name, "ann"));

        assertGone();
    }

    @Test
    void afterFiveMinutesItIsTooLate() {
        evictAnn();
        execute("update evicted set evicted_at = evicted_at - interval '301 seconds' where room_uid = $1");

        assertGone();
    }

    @Test
    void anEvictedSessionDoesNotReplaceANewerOne() {
        evictAnn();
        long newer = join("ann").member().epoch();

        assertEquals(
                false, get(members.revive(new Session(room, "ann", ann.member().epoch()))));

        assertEquals(newer, epochOfAnn());
    }

    @Test
    void aLateLeaveOfAnOldSessionRemovesNobody() {
        long old = ann.member().epoch();
        long newer = join("ann").member().epoch();

        assertRefused(ProblemType.SESSION_REPLACED, members.leave(room, "ann", Claim.of(old)));
        assertEquals(List.of("ann", "bob"), present());

        get(members.leave(room, "ann", Claim.of(newer)));
        assertEquals(List.of("bob"), present());
    }

    @Test
    void aLateLeaveOfAnOldSessionDoesNotKeepANewerOneFromComingBack() {
        long old = ann.member().epoch();
        join("ann");
        evictAnn();

        assertRefused(ProblemType.NOT_A_MEMBER, members.leave(room, "ann", Claim.of(old)));
        get(heartbeats.beat(name, "ann"));

        assertEquals(List.of("ann", "bob"), present());
    }

    private void evictAnn() {
        age("ann", A_LEASE);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertEquals(1, get(rooms.require(room)).members()));
    }

    private void assertGone() {
        assertRefused(ProblemType.NOT_A_MEMBER, heartbeats.beat(name, "ann"));
    }

    private Joined join(String user) {
        return get(members.join(name, profile(user), addresses(user), true, ""));
    }

    private List<String> present() {
        return get(rosters.require(name)).members().stream()
                .map(Member::userId)
                .sorted()
                .toList();
    }

    private List<String> suspended() {
        return get(rosters.require(name)).members().stream()
                .filter(Member::suspended)
                .map(Member::userId)
                .toList();
    }

    private long epochOfAnn() {
        return get(pool.preparedQuery("select epoch from member where room_uid = $1 and user_id = 'ann'")
                        .execute(Tuple.of(room)))
                .iterator()
                .next()
                .getLong(0);
    }

    private void age(String user, int seconds) {
        get(pool.preparedQuery("update member set lease_until = lease_until - $3 * interval '1 second'"
                        + " where room_uid = $1 and user_id = $2")
                .execute(Tuple.of(room, user, seconds)));
    }

    private void execute(String sql) {
        get(pool.preparedQuery(sql).execute(Tuple.of(room)));
    }

    private static void assertRefused(ProblemType type, Uni<?> call) {
        assertEquals(type, assertThrows(ProblemException.class, () -> get(call)).type());
    }

    private static <T> T get(Uni<T> uni) {
        return uni.await().atMost(PATIENCE);
    }
}
