package io.rtcroom.stream;

import io.rtcroom.credential.Caller;
import io.rtcroom.history.StoredEvent;
import io.rtcroom.stream.FeedSource.Page;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/**
 * Keeps one reader up to date. News that is the very next of its subject is shown at once; any other makes the feed read
 * the store, again and again for a moment, because news may be ahead of it. All state is confined to the context.
 */
final class Feed {
    private static final Logger LOG = Logger.getLogger(Feed.class);
    private static final int MAX_HEARD = 64;
    private static final int SETTLE_TICKS = 15;
    /**
     * An event is stored a little later than it is heard of: it waits for company, see the fetch of room-events. Whoever
     * stores it says so, but only to the streams of its own replica.
     */
    private static final long[] PAUSES_MILLIS = {60, 20, 40, 80, 160, 320, 640};

    private static final long PAUSE_AFTER_FAILURE_MILLIS = 1_000;

    private final FeedSource source;
    private final Position position;
    private final Reader<?> reader;
    private final Streams streams;
    private final Context context;
    /** Where the registry has this feed. */
    private final Set<String> subjects = ConcurrentHashMap.newKeySet();

    private final Deque<StoredEvent> heard = new ArrayDeque<>();
    private int tries;
    private int ticks;
    private boolean reading;
    private boolean failing;
    private volatile boolean waiting;
    private long timer;
    private boolean blocked;
    /** Nothing that is stored lies between what was shown and what news may show next. */
    private boolean exact;

    private boolean ended;
    /** What was stored up to here was to be seen when the page under way was asked for. */
    private long settledBefore;

    private Feed(FeedSource source, Position position, Reader<?> reader, Streams streams, Context context) {
        this.source = source;
        this.position = position;
        this.reader = reader;
        this.streams = streams;
        this.context = context;
    }

    Caller caller() {
        return source.caller();
    }

    String userId() {
        return source.userId();
    }

    Set<String> subjects() {
        return subjects;
    }

    /** Feeds the reader until the request is over. If even the first page cannot be read, the request fails. */
    static <T> Uni<T> serve(
            FeedSource source, Beginning beginning, Reader<T> reader, Streams streams, Context context) {
        Feed feed = new Feed(source, beginning.position(), reader, streams, context);
        return feed.first()
                .chain(page -> Uni.createFrom().<T>emitter(emitter -> {
                    reader.begin(feed, beginning, emitter);
                    feed.take(page);
                }))
                .onTermination()
                .invoke(feed::end);
    }

    private Uni<Page> first() {
        streams.add(this, position.subjects());
        reading = true;
        return page();
    }

    private Uni<Page> page() {
        settledBefore = streams.settledPosition();
        return source.page(position, subject -> streams.follow(this, subject)).emitOn(this::run);
    }

    void take(Page page) {
        if (ended) return;
        reading = false;
        failing = false;
        position.enter(page.follows());
        for (StoredEvent stored : page.events()) if (!blocked && position.accept(stored)) show(stored, "store");
        exact = !blocked && page.isLast();
        if (blocked || ended) return;
        if (page.endsChunk()) position.settle(page.follows()).forEach(subject -> streams.unfollow(this, subject));
        if (!page.isLast()) {
            read();
            return;
        }
        position.readUpTo(settledBefore);
        reader.caughtUp();
        catchUp();
    }

    private void show(StoredEvent stored, String from) {
        streams.count(from);
        blocked = !reader.show(stored, position);
        if (blocked) exact = false;
    }

    private void read() {
        if (reading || blocked || ended) return;
        reading = true;
        page().subscribe().with(this::take, this::failed);
    }

    private void failed(Throwable failure) {
        reading = false;
        failing = true;
        LOG.debugf("a stream could not read the store: %s", failure.toString());
        later(PAUSE_AFTER_FAILURE_MILLIS);
    }

    /** Kafka has the event; called on any thread. */
    void hear(StoredEvent stored) {
        run(() -> {
            if (ended || blocked) return;
            if (heard.size() == MAX_HEARD) heard.removeFirst();
            heard.addLast(stored);
            if (exact) catchUp();
        });
    }

    /** Shows what was heard, as far as it is next; for the rest the store is asked. */
    private void catchUp() {
        int shown = 0;
        for (int i = heard.size(); i > 0 && !blocked; i--) {
            StoredEvent stored = heard.removeFirst();
            if (position.isNext(stored) && position.accept(stored)) {
                show(stored, "news");
                shown++;
            } else if (position.awaits(stored)) {
                heard.addLast(stored);
            } else if (!reading && !position.subjects().contains(stored.subject())) {
                // While a page is read, its subjects must be heard: it may be about to open this one.
                streams.unfollow(this, stored.subject());
            }
        }
        if (shown > 0 && !blocked) reader.caughtUp();
        if (heard.isEmpty()) tries = 0;
        else if (!blocked) askAgain();
    }

    private void askAgain() {
        if (reading || waiting) return;
        if (tries == PAUSES_MILLIS.length) {
            // The store is late or the event is not for us to see; StoreNews looks every second.
            heard.clear();
            tries = 0;
            return;
        }
        later(PAUSES_MILLIS[tries++]);
    }

    private void later(long millis) {
        waiting = true;
        timer = context.owner().setTimer(millis, id -> run(this::endWait));
    }

    private void endWait() {
        if (!waiting) return;
        waiting = false;
        read();
    }

    /** The store has what was heard of this subject; called on any thread. */
    void lookFor(String subject) {
        if (!waiting) return;
        run(() -> {
            boolean isAwaited =
                    heard.stream().anyMatch(stored -> stored.subject().equals(subject));
            if (failing || !isAwaited) return;
            context.owner().cancelTimer(timer);
            endWait();
        });
    }

    /** The store has events up to this number; called on any thread. */
    void hint(String subject, long seq) {
        run(() -> {
            if (exact && position.isBehind(subject, seq)) read();
        });
    }

    /** The store has this follow of the user; called on any thread. */
    void hintFollow(long id) {
        run(() -> {
            if (id > position.follows()) read();
        });
    }

    /** The reader takes more; called on the context. */
    void resume() {
        if (!blocked) return;
        blocked = false;
        heard.clear();
        read();
    }

    /** A look at the store for its own sake; called on any thread. */
    void check() {
        run(this::read);
    }

    /** Called about once a second, on any thread. */
    void tick(boolean callerIsCurrent) {
        run(() -> {
            if (ended) return;
            // Whatever was stored by then has been hinted at since, several times.
            if (exact && !reading) position.readUpTo(streams.settledPosition());
            if (!callerIsCurrent || !reader.tick()) end();
            else if (++ticks % SETTLE_TICKS == 0 && position.isUnsettled()) read();
        });
    }

    void endAfter(Duration time) {
        context.owner().setTimer(time.toMillis(), timer -> end());
    }

    /** Called on any thread. */
    void end() {
        run(() -> {
            if (ended) return;
            ended = true;
            streams.remove(this);
            reader.end();
        });
    }

    private void run(Runnable task) {
        context.runOnContext(ignored -> task.run());
    }
}
