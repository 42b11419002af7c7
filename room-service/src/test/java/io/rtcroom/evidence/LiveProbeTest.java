package io.rtcroom.evidence;

import static io.restassured.RestAssured.given;
import static io.rtcroom.Fixtures.PATIENCE;
import static io.rtcroom.Fixtures.aName;
import static io.rtcroom.Fixtures.addresses;
import static io.rtcroom.Fixtures.profile;
import static io.rtcroom.Fixtures.random;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.rtcroom.Neighbours;
import io.rtcroom.VendorStandIn;
import io.rtcroom.member.Members;
import io.rtcroom.room.Family;
import io.rtcroom.room.RoomName;
import io.rtcroom.room.Rooms;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Nobody tells of streams, but the vendor knows; asked through the packaged url-service. */
@QuarkusTest
@WithTestResource(Neighbours.class)
class LiveProbeTest {
    private static final int LEASE = 20;

    @Inject
    Members members;

    @Inject
    Rooms rooms;

    @Inject
    Pool pool;

    @ConfigProperty(name = VendorStandIn.PROPERTY, defaultValue = "set by Neighbours")
    String vendor;

    private final RoomName name = aName(Family.MULTI);
    private final String ann = random("ann");
    private final String stream = addresses(ann).streamId();
    private UUID room;

    @BeforeEach
    void annAndBobAreInARoom() {
        room = join(ann);
        String bob = random("bob");
        join(bob);
        execute("update member set lease_until = lease_until + interval '1 hour' where room_uid = $1", room);
    }

    @Test
    void aStreamThatTheVendorCallsLiveKeepsASilentMember() {
        given().get(vendor + "/live?" + stream);

        silence();

        await().atMost(PATIENCE).until(() -> leaseOfAnn() > LEASE / 2 + 1 && probes() == 1);
        assertEquals(2, members());
    }

    @Test
    void afterSixTimesInARowItIsEnoughUnlessTheyWereHeard() {
        given().get(vendor + "/live?" + stream);
        silence();
        await().atMost(PATIENCE).until(() -> probes() == 1);

        execute("update member set probes = 6 where stream_id = $1", stream);
        silence();
        await().atMost(PATIENCE).until(() -> probes() == 1);

        // As after the sixth: the lease is what that one made of it.
        execute(
                """
                update member set probes = 6, lease_until = t.at, probed_until = t.at
                from (select clock_timestamp() + interval '9 seconds' as at) t where stream_id = $1
                """,
                stream);
        await().atMost(PATIENCE).until(() -> members() == 1);
    }

    @Test
    void aStreamThatTheVendorDoesNotKnowKeepsNobody() {
        silence();

        await().atMost(PATIENCE).until(() -> members() == 1);
    }

    private UUID join(String user) {
        return get(members.join(name, profile(user), addresses(user), true, ""))
                .room()
                .uid();
    }

    private void silence() {
        execute(
                "update member set lease_until = clock_timestamp() + interval '9 seconds' where stream_id = $1",
                stream);
    }

    private int members() {
        return get(rooms.require(room)).members();
    }

    private double leaseOfAnn() {
        return number(
                "select extract(epoch from lease_until - clock_timestamp())::float8 from member where stream_id = $1");
    }

    private double probes() {
        return number("select probes::float8 from member where stream_id = $1");
    }

    private double number(String sql) {
        return get(pool.preparedQuery(sql).execute(Tuple.of(stream)))
                .iterator()
                .next()
                .getDouble(0);
    }

    private void execute(String sql, Object key) {
        get(pool.preparedQuery(sql).execute(Tuple.of(key)));
    }

    private static <T> T get(Uni<T> uni) {
        return uni.await().atMost(PATIENCE);
    }
}
