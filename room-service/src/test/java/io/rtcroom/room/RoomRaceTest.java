package io.rtcroom.room;

import static io.rtcroom.Fixtures.PATIENCE;
import static io.rtcroom.Fixtures.aName;
import static io.rtcroom.Fixtures.addresses;
import static io.rtcroom.Fixtures.atOnce;
import static io.rtcroom.Fixtures.profile;
import static io.rtcroom.Fixtures.random;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.rtcroom.member.Members;
import io.rtcroom.problem.ProblemException;
import io.rtcroom.problem.ProblemType;
import io.rtcroom.stores.Stores;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Rooms that are made and ended by several requests at the same time, on a real database. */
@QuarkusTest
@WithTestResource(Stores.class)
class RoomRaceTest {
    /** More than the pool has connections. */
    private static final int MANY = 40;

    @Inject
    Rooms rooms;

    @Inject
    Members members;

    @Inject
    Pool pool;

    @Test
    void oneRequestSentManyTimesIsOneRoom() {
        for (int round = 0; round < 5; round++) {
            RoomName name = aName(Family.MULTI);
            IdempotencyKey key = new IdempotencyKey("crm", random("key"), "create");
            List<Callable<String>> repeated = IntStream.range(0, MANY)
                    .<Callable<String>>mapToObj(
                            i -> () -> get(rooms.create(Family.MULTI, name.roomId(), new RoomInfo(""), key))
                                    .uid()
                                    .toString())
                    .toList();

            Set<String> made = outcomes(repeated);

            assertEquals(1, made.size(), made::toString);
            assertEquals(made, outcomes(repeated));
        }
    }

    private static Set<String> outcomes(List<Callable<String>> calls) {
        Set<String> outcomes = new TreeSet<>();
        atOnce(calls).forEach(outcome -> outcomes.add(outcome.toString()));
        return outcomes;
    }

    @Test
    void aRoomWhoseLastMemberHasExpiredEndsOnce() {
        RoomName name = aName(Family.DOUBLE);
        get(members.join(name, profile("ann"), addresses("ann"), true, ""));
        query(
                "update member set lease_until = '-infinity' where room_uid = "
                        + "(select uid from room where room_id = $1)",
                name.roomId());

        ProblemException refused = assertThrows(ProblemException.class, () -> get(rooms.destroy(name, "ann")));

        assertEquals(ProblemType.NO_SUCH_ROOM, refused.type());
        assertEquals(
                0, query("select from room where room_id = $1", name.roomId()).size());
    }

    private RowSet<Row> query(String sql, Object value) {
        return get(pool.preparedQuery(sql).execute(Tuple.of(value)));
    }

    private static <T> T get(Uni<T> uni) {
        return uni.await().atMost(PATIENCE);
    }
}
