package io.rtcroom.stream;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.rtcroom.credential.Caller;
import io.rtcroom.credential.TokenVerifier;
import io.rtcroom.history.StoredEvent;
import io.rtcroom.history.WhenStored;
import io.rtcroom.problem.ProblemException;
import io.rtcroom.problem.ProblemType;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import org.jboss.logging.Logger;

/** The open feeds of this replica, found by subject and by user. */
@Singleton
class Streams implements WhenStored {
    private static final Logger LOG = Logger.getLogger(Streams.class);
    private static final long TICK_MILLIS = 1_000;
    /** A follow that was being stored while the stream opened is found then, and not a second later. */
    private static final long FIRST_CHECK_MILLIS = 100;

    private final Vertx vertx;
    private final TokenVerifier tokens;
    private final StreamConfig config;
    private final MeterRegistry meters;
    private final Set<Feed> feeds = ConcurrentHashMap.newKeySet();
    /** Says the same as the feeds' own subjects: both change under the lock of the subject's entry. */
    private final Map<String, Set<Feed>> bySubject = new ConcurrentHashMap<>();

    private final Map<String, Set<Feed>> byUser = new ConcurrentHashMap<>();
    private volatile boolean draining;
    private volatile boolean closed;
    private volatile long drainUntil;
    private volatile long settled;

    Streams(Vertx vertx, TokenVerifier tokens, StreamConfig config, MeterRegistry meters) {
        this.vertx = vertx;
        this.tokens = tokens;
        this.config = config;
        this.meters = meters;
        meters.gauge("rtcroom.streams.open", feeds, Set::size);
    }

    void start(@Observes StartupEvent event) {
        vertx.setPeriodic(TICK_MILLIS, timer -> feeds.forEach(feed -> feed.tick(isCurrent(feed.caller()))));
    }

    /** Ends each stream at some time within the drain, so that the clients do not all come back at once elsewhere. */
    void prepareShutdown(@Observes ShutdownDelayInitiatedEvent event) {
        drainUntil = System.nanoTime() + config.drain().toNanos();
        draining = true;
        if (!feeds.isEmpty()) LOG.infof("draining streams: open=%d", feeds.size());
        feeds.forEach(this::endSoon);
    }

    void shutdown(@Observes ShutdownEvent event) {
        closed = true;
        feeds.forEach(Feed::end);
    }

    private void endSoon(Feed feed) {
        long left = Math.max(1, (drainUntil - System.nanoTime()) / 1_000_000);
        vertx.setTimer(ThreadLocalRandom.current().nextLong(left) + 1, timer -> feed.end());
    }

    private boolean isCurrent(Caller caller) {
        return !(caller instanceof Caller.User user) || tokens.isCurrent(user);
    }

    boolean isEmpty() {
        return feeds.isEmpty();
    }

    boolean isFollowed(String subject) {
        return bySubject.containsKey(subject);
    }

    void add(Feed feed, Collection<String> subjects) {
        if (closed) throw new ProblemException(ProblemType.UNAVAILABLE, "this replica is going away");
        feeds.add(feed);
        // Who comes while the edge has not noticed yet is served, for a while.
        if (draining) endSoon(feed);
        subjects.forEach(subject -> follow(feed, subject));
        if (feed.userId() != null) byUser.compute(feed.userId(), (same, set) -> with(set, feed));
        vertx.setTimer(FIRST_CHECK_MILLIS, timer -> feed.check());
    }

    void follow(Feed feed, String subject) {
        if (feed.subjects().contains(subject)) return;
        bySubject.compute(subject, (same, set) -> {
            feed.subjects().add(subject);
            return with(set, feed);
        });
        // Who tells of news may have found the feed just before it ended.
        if (!feeds.contains(feed)) unfollow(feed, subject);
    }

    private void follow(String userId, String subject) {
        byUser.getOrDefault(userId, Set.of()).forEach(feed -> follow(feed, subject));
    }

    void unfollow(Feed feed, String subject) {
        bySubject.computeIfPresent(subject, (same, set) -> {
            feed.subjects().remove(subject);
            return without(set, feed);
        });
    }

    void remove(Feed feed) {
        feeds.remove(feed);
        feed.subjects().forEach(subject -> unfollow(feed, subject));
        if (feed.userId() != null) byUser.computeIfPresent(feed.userId(), (same, set) -> without(set, feed));
    }

    /** Kafka has an event, the store perhaps not yet. A user who joins, is rung or written to follows from it on. */
    void hear(StoredEvent stored) {
        stored.readers().forEach(reader -> follow(reader, stored.subject()));
        bySubject.getOrDefault(stored.subject(), Set.of()).forEach(feed -> feed.hear(stored));
    }

    /** Whoever heard of these and is about to look for them looks now. */
    @Override
    public void stored(List<StoredEvent> events) {
        events.stream().map(StoredEvent::subject).distinct().forEach(subject -> bySubject
                .getOrDefault(subject, Set.of())
                .forEach(feed -> feed.lookFor(subject)));
    }

    /** The store has a subject's events up to this number. */
    void hint(String subject, long seq) {
        bySubject.getOrDefault(subject, Set.of()).forEach(feed -> feed.hint(subject, seq));
    }

    /** Every feed was told of all that is stored up to this position, and that more than once. */
    void settle(long position) {
        settled = position;
    }

    long settledPosition() {
        return settled;
    }

    /** The store has this follow of the user. */
    void hintFollow(String userId, long id) {
        byUser.getOrDefault(userId, Set.of()).forEach(feed -> feed.hintFollow(id));
    }

    /** Counts a frame by where it came from: {@code news} is the quick way. */
    void count(String from) {
        meters.counter("rtcroom.stream.frames", "from", from).increment();
    }

    private static Set<Feed> with(Set<Feed> set, Feed feed) {
        Set<Feed> result = set == null ? ConcurrentHashMap.newKeySet() : set;
        result.add(feed);
        return result;
    }

    private static Set<Feed> without(Set<Feed> set, Feed feed) {
        set.remove(feed);
        return set.isEmpty() ? null : set;
    }
}
