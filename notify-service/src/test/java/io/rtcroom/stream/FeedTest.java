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

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.rtcroom.credential.Caller;
import io.rtcroom.event.Event;
import io.rtcroom.event.EventData.MessageSent;
import io.rtcroom.event.EventJson;
import io.rtcroom.fixture.Callers;
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

    private final Room room = new Room();
    private final String ann = aUser("ann");
    private final Seen seen = new Seen();

    @AfterEach
    void nobodyReadsAnyMore() {
        if (seen.feed != null) seen.feed.end();
    }

    @Test
    void aFeedThatNewsFoundBeforeItEndedIsForgottenAllTheSame() {
        readAs(ann);
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
        readAs(ann);
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
        MessageSent sent = new MessageSent(
                null,
                null,
                "bob",
                null,
                null,
                List.of("bob", ann),
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

    /** Until the feed has caught up. */
    private void readAs(String userId) {
        Caller user = new Caller.User(
                userId, Set.of(), UUID.randomUUID(), 0, Instant.now().plusSeconds(3600));
        Position position = Position.ofUser(userId, new Cursor(Map.of(), Set.of(), 0, 0));
        Feed.serve(
                        new FeedSource(events, followers, user),
                        Beginning.after(position),
                        seen,
                        streams,
                        vertx.getOrCreateContext())
                .subscribe()
                .with(done -> {}, e -> {});
        await().until(() -> seen.caughtUp);
    }

    /** A reader that keeps what it is shown. */
    private static final class Seen implements Reader<Void> {
        final List<StoredEvent> events = new CopyOnWriteArrayList<>();
        volatile Feed feed;
        volatile boolean caughtUp;

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
            caughtUp = true;
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
