package io.rtcroom.stream;

import io.quarkus.runtime.StartupEvent;
import io.rtcroom.history.Events;
import io.rtcroom.history.Followers;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;

/**
 * Asks the store once a second what is new and tells the streams that do not have it, for whatever Kafka did not tell.
 * Two queries for the whole replica, however many streams are open.
 */
@Singleton
class StoreNews {
    private static final Logger LOG = Logger.getLogger(StoreNews.class);
    private static final long LOOK_MILLIS = 1_000;
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final Events events;
    private final Followers followers;
    private final Streams streams;
    private final Vertx vertx;
    private final Mark positions = new Mark();
    private final Mark follows = new Mark();
    private final AtomicBoolean looking = new AtomicBoolean();

    StoreNews(Events events, Followers followers, Streams streams, Vertx vertx) {
        this.events = events;
        this.followers = followers;
        this.streams = streams;
        this.vertx = vertx;
    }

    void start(@Observes StartupEvent event) {
        vertx.setPeriodic(LOOK_MILLIS, timer -> look());
    }

    private void look() {
        if (!looking.compareAndSet(false, true)) return;
        news().ifNoItem()
                .after(TIMEOUT)
                .fail()
                .onTermination()
                .invoke(() -> looking.set(false))
                .subscribe()
                .with(done -> {}, e -> LOG.debugf("the store does not answer: %s", e.toString()));
    }

    Uni<Void> news() {
        return newEvents().chain(this::newFollows);
    }

    private Uni<Void> newEvents() {
        if (positions.isUnset())
            return events.lastPosition().invoke(positions::begin).replaceWithVoid();
        return events.newsAfter(positions.lookBack())
                .invoke(news -> {
                    AtomicLong highest = new AtomicLong(positions.highest());
                    news.forEach(one -> {
                        streams.hint(one.subject(), one.seq());
                        highest.accumulateAndGet(one.position(), Math::max);
                    });
                    positions.reach(highest.get());
                    streams.settle(positions.lookBack());
                })
                .replaceWithVoid();
    }

    private Uni<Void> newFollows() {
        if (follows.isUnset()) return followers.lastId().invoke(follows::begin).replaceWithVoid();
        return followers
                .newsAfter(follows.lookBack())
                .invoke(news -> {
                    AtomicLong highest = new AtomicLong(follows.highest());
                    news.forEach(one -> {
                        streams.hintFollow(one.userId(), one.id());
                        highest.accumulateAndGet(one.id(), Math::max);
                    });
                    follows.reach(highest.get());
                })
                .replaceWithVoid();
    }

    /**
     * How far an identity column has come, and how far back a transaction that is still open may have taken its number.
     * A transaction of ours that lasts longer than the looks kept here is ended by the database (transaction_timeout).
     */
    private static final class Mark {
        private static final int LOOKS = 10;
        /** More than all replicas together take while one transaction lasts, most of the time; hints cost little. */
        private static final int MARGIN = 1_000;

        private final Deque<Long> reached = new ArrayDeque<>();

        synchronized boolean isUnset() {
            return reached.isEmpty();
        }

        /** Transactions that are open by now may have taken lower numbers. */
        void begin(long highest) {
            reach(highest - MARGIN);
        }

        synchronized void reach(long number) {
            reached.addLast(number);
            if (reached.size() > LOOKS) reached.removeFirst();
        }

        synchronized long lookBack() {
            return reached.getFirst();
        }

        synchronized long highest() {
            return reached.getLast();
        }
    }
}
