package io.rtcroom.stream;

import static io.restassured.RestAssured.given;
import static io.rtcroom.fixture.Callers.as;
import static io.rtcroom.fixture.Callers.token;
import static io.rtcroom.fixture.Room.aUser;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.lessThan;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.rtcroom.credential.Caller;
import io.rtcroom.credential.TokenVerifier;
import io.rtcroom.event.Event;
import io.rtcroom.event.EventData.MessageSent;
import io.rtcroom.event.EventJson;
import io.rtcroom.fixture.Callers;
import io.rtcroom.fixture.Database;
import io.rtcroom.fixture.EventStream;
import io.rtcroom.fixture.EventStream.Frame;
import io.rtcroom.fixture.Room;
import io.rtcroom.history.Events;
import io.rtcroom.history.Followers;
import io.rtcroom.history.StoredEvent;
import io.rtcroom.stores.Stores;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(Stores.class)
@WithTestResource(Callers.class)
class FeedTest {
    private static final String START = new Cursor(Map.of(), Set.of(), 0, Long.MAX_VALUE).text();

    @Inject
    Events events;

    @Inject
    Followers followers;

    @Inject
    Streams streams;

    @Inject
    Vertx vertx;

    @Inject
    Pool pool;

    @Inject
    Database database;

    @Inject
    TokenVerifier tokens;

    @Inject
    StreamConfig config;

    private final Room room = new Room();
    private final String ann = aUser("ann");
    private final Seen seen = new Seen();

    @AfterEach
    void nobodyReadsAnyMore() {
        if (seen.feed != null) seen.feed.end();
    }

    @Test
    void aFeedThatNewsFoundBeforeItEndedIsForgottenAllTheSame() {
        readAs(ann, streams);
        streams.follow(seen.feed, room.subject());
        assertTrue(streams.isFollowed(room.subject()));
        seen.feed.end();
        await().until(() -> !streams.isFollowed(room.subject()));

        String late = new Room().subject();
        streams.follow(seen.feed, late);

        assertFalse(streams.isFollowed(late));
    }

    @Test
    void newsOfWhatCameFromTheStoreIsNeitherAwaitedNorFollowed() {
        readAs(ann, streams);
        StoredEvent message = aMessageIn("chat:" + UUID.randomUUID(), 1);
        store(List.of(message));
        await().until(() -> seen.events.contains(message) && !streams.isFollowed(message.subject()));

        streams.hear(message);
        assertTrue(streams.isFollowed(message.subject()));

        await().until(() -> !streams.isFollowed(message.subject()));
        assertEquals(List.of(message), seen.events);
    }

    @Test
    void manyFollowsAreReadOnceAndInOrderAndNoCursorIsTooLong() {
        List<StoredEvent> missed = manyMessagesMissed();

        try (var stream = EventStream.resume(token(ann), START)) {
            await().untilAsserted(() -> assertEquals(
                    missed.stream().map(StoredEvent::payload).toList(),
                    stream.events().stream().map(Frame::data).toList()));
            stream.frames.forEach(frame -> Cursor.parse(frame.id()));
        }
    }

    @Test
    void manyFollowsAreAnsweredByPollsOnceAndInOrder() {
        List<StoredEvent> missed = manyMessagesMissed();

        List<String> answered = new ArrayList<>();
        String next = START;
        for (int poll = 0; poll < 6; poll++) {
            var answer = as(given(), token(ann))
                    .get("/v1/events?limit=100&after=" + next)
                    .then()
                    .statusCode(200);
            answered.addAll(answer.extract().path("items.id"));
            next = answer.extract().path("next");
        }

        assertEquals(missed.stream().map(each -> each.event().id().toString()).toList(), answered);
        assertThat(next.length(), lessThan(100));
    }

    @Test
    void whatIsStoredLateWithALowerPositionIsToldThoughThisReplicaHasJustStarted() {
        long position = aNumberTakenFrom("event", "position");
        Streams others = new Streams(vertx, tokens, config, new SimpleMeterRegistry());
        StoreNews news = new StoreNews(events, followers, others, vertx);
        read(new Caller.ApiKey("audit", Set.of()), Position.ofSubject(room.subject(), 0), others);
        news.news().await().indefinitely();

        StoredEvent late = StoredEvent.read(EventJson.write(room.created()));
        insert(late, position);
        news.news().await().indefinitely();

        await().untilAsserted(() -> assertEquals(List.of(late), seen.events));
    }

    @Test
    void whoIsEnteredLateWithALowerNumberIsToldThoughThisReplicaHasJustStarted() {
        long id = aNumberTakenFrom("follower", "id");
        Streams others = new Streams(vertx, tokens, config, new SimpleMeterRegistry());
        StoreNews news = new StoreNews(events, followers, others, vertx);
        readAs(ann, others);
        news.news().await().indefinitely();

        StoredEvent late = aMessageIn("chat:" + UUID.randomUUID(), 1);
        insert(late, aNumberTakenFrom("event", "position"));
        database.query(
                "insert into follower (id, user_id, subject, from_seq, to_seq) overriding system value values ($1, $2, $3, 1, 1)",
                id,
                ann,
                late.subject());
        news.news().await().indefinitely();

        await().untilAsserted(() -> assertEquals(List.of(late), seen.events));
    }

    /** By a transaction that is still open, while others come after it. */
    private long aNumberTakenFrom(String table, String column) {
        long taken = database.count("select nextval(pg_get_serial_sequence($1, $2))", table, column);
        store(List.of(aMessageIn("chat:" + UUID.randomUUID(), 1, aUser("eve"))));
        return taken;
    }

    private void insert(StoredEvent stored, long position) {
        database.query(
                """
                insert into event (subject, seq, id, type, time, payload, position) overriding system value
                values ($1, $2, $3, $4, now(), $5, $6)""",
                stored.subject(),
                stored.seq(),
                stored.event().id(),
                stored.type(),
                stored.payload(),
                position);
    }

    /** In chats of which each has two, far from each other. */
    private List<StoredEvent> manyMessagesMissed() {
        List<String> chats =
                Stream.generate(() -> "chat:" + UUID.randomUUID()).limit(225).toList();
        List<StoredEvent> missed = IntStream.range(0, 450)
                .mapToObj(i -> aMessageIn(chats.get(i % chats.size()), 1 + i / chats.size()))
                .toList();
        store(missed);
        return missed;
    }

    private StoredEvent aMessageIn(String chat, long seq) {
        return aMessageIn(chat, seq, ann);
    }

    private static StoredEvent aMessageIn(String chat, long seq, String reader) {
        MessageSent sent = new MessageSent(
                null,
                null,
                "bob",
                null,
                null,
                List.of("bob", reader),
                "hello",
                UUID.randomUUID().toString());
        Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
        return StoredEvent.read(EventJson.write(new Event(UUID.randomUUID(), chat, seq, now, sent)));
    }

    /** Without any news. */
    private void store(List<StoredEvent> stored) {
        pool.withTransaction(transaction ->
                        events.append(transaction, stored).chain(() -> followers.apply(transaction, stored)))
                .await()
                .indefinitely();
    }

    private void readAs(String userId, Streams streams) {
        Caller user = new Caller.User(
                userId, Set.of(), UUID.randomUUID(), 0, Instant.now().plusSeconds(3600));
        read(user, Position.ofUser(userId, new Cursor(Map.of(), Set.of(), 0, 0)), streams);
    }

    /** Until the feed has caught up and has made its first check. */
    private void read(Caller caller, Position position, Streams streams) {
        Feed.serve(
                        new FeedSource(events, followers, caller),
                        Beginning.after(position),
                        seen,
                        streams,
                        vertx.getOrCreateContext())
                .subscribe()
                .with(done -> {}, e -> {});
        await().until(() -> seen.caughtUp.get() >= 2);
    }

    /** A reader that keeps what it is shown. */
    private static final class Seen implements Reader<Void> {
        final List<StoredEvent> events = new CopyOnWriteArrayList<>();
        volatile Feed feed;
        final AtomicInteger caughtUp = new AtomicInteger();

        @Override
        public void begin(Feed feed, Beginning beginning, UniEmitter<? super Void> emitter) {
            this.feed = feed;
        }

        @Override
        public boolean show(StoredEvent stored, Position position) {
            return events.add(stored);
        }

        @Override
        public void caughtUp() {
            caughtUp.incrementAndGet();
        }

        @Override
        public boolean tick() {
            return true;
        }

        @Override
        public void end() {
            // Nobody waits for it.
        }
    }
}
