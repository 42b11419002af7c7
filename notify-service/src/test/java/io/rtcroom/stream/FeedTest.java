package io.rtcroom.stream;

import static io.rtcroom.fixture.Room.aUser;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.rtcroom.credential.Caller;
import io.rtcroom.fixture.Callers;
import io.rtcroom.fixture.Room;
import io.rtcroom.history.Events;
import io.rtcroom.history.Followers;
import io.rtcroom.history.StoredEvent;
import io.rtcroom.stores.Stores;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(Stores.class)
@WithTestResource(Callers.class)
class FeedTest {
    @Inject
    Events events;

    @Inject
    Followers followers;

    @Inject
    Streams streams;

    @Inject
    Vertx vertx;

    private final Room room = new Room();
    private final String ann = aUser("ann");

    @Test
    void aFeedThatNewsFoundBeforeItEndedIsForgottenAllTheSame() {
        Seen seen = aFeedOf(ann);
        streams.follow(seen.feed, room.subject());
        assertTrue(streams.isFollowed(room.subject()));
        seen.feed.end();
        await().until(() -> !streams.isFollowed(room.subject()));

        String late = new Room().subject();
        streams.follow(seen.feed, late);

        assertFalse(streams.isFollowed(late));
    }

    /** A feed that has caught up. */
    private Seen aFeedOf(String userId) {
        Seen seen = new Seen();
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
        return seen;
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
