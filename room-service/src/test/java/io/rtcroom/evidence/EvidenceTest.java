package io.rtcroom.evidence;

import static io.rtcroom.Fixtures.PATIENCE;
import static io.rtcroom.Fixtures.aName;
import static io.rtcroom.Fixtures.addresses;
import static io.rtcroom.Fixtures.profile;
import static io.rtcroom.Fixtures.random;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.rtcroom.event.KafkaConfig;
import io.rtcroom.event.StreamEvent;
import io.rtcroom.event.TopicWriter;
import io.rtcroom.event.Topics;
import io.rtcroom.member.Members;
import io.rtcroom.member.Rosters;
import io.rtcroom.room.Family;
import io.rtcroom.room.Member;
import io.rtcroom.room.RoomName;
import io.rtcroom.room.Rooms;
import io.rtcroom.stores.Stores;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What media servers report, and what it does to members. */
@QuarkusTest
@WithTestResource(Stores.class)
class EvidenceTest {
    private static final int LEASE = 20;

    @Inject
    Members members;

    @Inject
    Rooms rooms;

    @Inject
    Rosters rosters;

    @Inject
    Pool pool;

    @Inject
    KafkaConfig kafka;

    private final RoomName name = aName(Family.DOUBLE);
    private final String ann = random("ann");
    private final String stream = addresses(ann).streamId();
    private final Instant start = Instant.now();
    private TopicWriter topic;
    private UUID room;

    @BeforeEach
    void annAndBobAreInARoom() {
        topic = new TopicWriter("evidence-test", kafka);
        room = get(members.join(name, profile(ann), addresses(ann), true, ""))
                .room()
                .uid();
        String bob = random("bob");
        get(members.join(name, profile(bob), addresses(bob), false, ""));
        get(pool.preparedQuery("update member set lease_until = lease_until + interval '1 hour' where room_uid = $1")
                .execute(Tuple.of(room)));
    }

    @AfterEach
    void stopTelling() {
        topic.close();
    }

    @Test
    void aStreamThatBreaksOffSuspendsItsMemberUntilItIsBack() {
        tell(StreamEvent.PUBLISHED, "1", 0);
        tell(StreamEvent.ENDED, "1", 5);
        awaitSuspended(List.of(ann));
        assertTrue(leaseOfAnn() > LEASE / 2, "nobody is removed before the lease ends");

        tell(StreamEvent.PUBLISHED, "2", 6);

        awaitSuspended(List.of());
    }

    @Test
    void theEndOfAnOlderPublishEndsNoNewerOne() {
        tell(StreamEvent.PUBLISHED, "1", 0);
        tell(StreamEvent.PUBLISHED, "2", 1);
        tell(StreamEvent.ENDED, "1", 2);
        awaitPublications(2);
        awaitEnded(1);
        long version = version();

        tell(StreamEvent.ENDED, "2", 3);

        awaitSuspended(List.of(ann));
        assertEquals(version + 1, version(), "nobody was told anything before");
    }

    /** A publisher whom the server refuses because another is there. */
    @Test
    void theEndOfASecondPublisherDoesNotEndTheFirst() {
        tell(StreamEvent.PUBLISHED, "1", 0);
        tell(StreamEvent.PUBLISHED, "2", 1);
        tell(StreamEvent.ENDED, "2", 2);
        awaitEnded(1);

        assertEquals(List.of(), suspended());
    }

    @Test
    void aWordThatComesAgainDoesNotUndoTheEnd() {
        tell(StreamEvent.PUBLISHED, "1", 0);
        tell(StreamEvent.ENDED, "1", 5);
        awaitSuspended(List.of(ann));

        tell(StreamEvent.PUBLISHED, "1", 0);
        tell(StreamEvent.ENDED, "1", 5);
        tell(StreamEvent.ENDED, "9", 6);
        tell(StreamEvent.PUBLISHED, "3", 7);
        tell(StreamEvent.ENDED, "3", 8);

        awaitEnded(2);
        awaitSuspended(List.of(ann));
    }

    @Test
    void aServerThatRestartsMayUseItsNumbersAgain() {
        tell(StreamEvent.PUBLISHED, "1", 0);
        tell(StreamEvent.ENDED, "1", 5);
        awaitSuspended(List.of(ann));

        tell(StreamEvent.PUBLISHED, "1", 6);

        awaitSuspended(List.of());
    }

    @Test
    void aLiveStreamKeepsASilentMember() {
        tell(StreamEvent.CONFIRMED, "1", 0);
        awaitPublications(1);

        for (int i = 0; i < 8; i++) {
            execute("update publication set confirmed_at = clock_timestamp() where stream_id = $1");
            assertTrue(isRescued(), "rescue " + i);
        }
    }

    @Test
    void whatIsNoLongerConfirmedKeepsAMemberSixTimes() {
        tell(StreamEvent.PUBLISHED, "1", 0);
        awaitPublications(1);
        execute("update publication set confirmed_at = confirmed_at - interval '61 seconds' where stream_id = $1");

        for (int i = 0; i < 6; i++) assertTrue(isRescued(), "rescue " + i);

        shorten();
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertEquals(1, get(rooms.require(room)).members()));
    }

    @Test
    void whatCannotBeReadIsPutAside() {
        for (String text : List.of("", "{}", "null", "[]", "{\"type\":\"stream.published\"}", "\u0000"))
            get(topic.send(Topics.STREAM_EVENTS, stream, text));
        tell("stream.something-new", "1", 0);
        tell(StreamEvent.PUBLISHED, "1", 0);

        awaitPublications(1);
    }

    private boolean isRescued() {
        shorten();
        await().atMost(PATIENCE).until(() -> leaseOfAnn() > LEASE / 2 || leaseOfAnn() < -5);
        return leaseOfAnn() > 0;
    }

    /** Three seconds remain. */
    private void shorten() {
        execute("update member set lease_until = clock_timestamp() + interval '3 seconds' where stream_id = $1");
    }

    private double leaseOfAnn() {
        return number(
                "select extract(epoch from lease_until - clock_timestamp())::float8 from member where stream_id = $1");
    }

    private void awaitPublications(int count) {
        await().atMost(PATIENCE)
                .until(() -> number("select count(*)::float8 from publication where stream_id = $1") == count);
    }

    private void awaitEnded(int count) {
        await().atMost(PATIENCE)
                .until(() -> number("select count(ended_at)::float8 from publication where stream_id = $1") == count);
    }

    private void awaitSuspended(List<String> users) {
        await().atMost(PATIENCE).until(this::suspended, users::equals);
    }

    private List<String> suspended() {
        return get(rosters.require(name)).members().stream()
                .filter(Member::suspended)
                .map(Member::userId)
                .toList();
    }

    private long version() {
        return get(rooms.require(room)).version();
    }

    private void tell(String type, String clientId, int second) {
        var event = new StreamEvent(
                UUID.randomUUID(), type, stream, ann, "nginx-1", clientId, start.plusSeconds(second - 10L));
        get(topic.send(Topics.STREAM_EVENTS, stream, event.json()));
    }

    private double number(String sql) {
        return get(pool.preparedQuery(sql).execute(Tuple.of(stream)))
                .iterator()
                .next()
                .getDouble(0);
    }

    private void execute(String sql) {
        get(pool.preparedQuery(sql).execute(Tuple.of(stream)));
    }

    private static <T> T get(Uni<T> uni) {
        return uni.await().atMost(PATIENCE);
    }
}
