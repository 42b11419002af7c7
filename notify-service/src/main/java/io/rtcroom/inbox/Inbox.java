package io.rtcroom.inbox;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.rtcroom.history.Events;
import io.rtcroom.history.Followers;
import io.rtcroom.history.Rosters;
import io.rtcroom.history.StoredEvent;
import io.rtcroom.history.WhenStored;
import io.rtcroom.im.ImNotices;
import io.rtcroom.webhook.Deliveries;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;

/** Applies events: one transaction per batch, however many subjects it touches. */
@Singleton
class Inbox {
    private final Pool pool;
    private final Subjects subjects;
    private final WaitingEvents waiting;
    private final Events events;
    private final Followers followers;
    private final Rosters rosters;
    private final ImNotices imNotices;
    private final Deliveries deliveries;
    private final WhenStored whenStored;
    private final Counter stored;

    Inbox(
            Pool pool,
            Subjects subjects,
            WaitingEvents waiting,
            Events events,
            Followers followers,
            Rosters rosters,
            ImNotices imNotices,
            Deliveries deliveries,
            WhenStored whenStored,
            MeterRegistry meters) {
        this.pool = pool;
        this.subjects = subjects;
        this.waiting = waiting;
        this.events = events;
        this.followers = followers;
        this.rosters = rosters;
        this.imNotices = imNotices;
        this.deliveries = deliveries;
        this.whenStored = whenStored;
        stored = meters.counter("rtcroom.events.stored");
    }

    /** Applies what is next, keeps what is early, drops what is late; all or nothing. */
    Uni<Void> take(List<StoredEvent> arrived) {
        if (arrived.isEmpty()) return Uni.createFrom().voidItem();
        return pool.withTransaction(transaction -> sort(transaction, arrived)
                        .call(sorted -> apply(transaction, sorted.next()))
                        .call(sorted -> waiting.keep(transaction, sorted.early())))
                .invoke(sorted -> report(sorted))
                .replaceWithVoid();
    }

    private Uni<Turns> sort(SqlConnection transaction, List<StoredEvent> arrived) {
        String[] names =
                arrived.stream().map(StoredEvent::subject).distinct().sorted().toArray(String[]::new);
        return subjects.lock(transaction, names).chain(last -> waiting.of(transaction, moving(last, arrived))
                .map(waited -> Turns.of(last, arrived, waited)));
    }

    /** Subjects whose next number has come: in all others, what waits goes on waiting, however much it is. */
    private static String[] moving(Map<String, Long> last, List<StoredEvent> arrived) {
        return arrived.stream()
                .filter(stored -> stored.seq() == last.get(stored.subject()) + 1)
                .map(StoredEvent::subject)
                .distinct()
                .toArray(String[]::new);
    }

    private Uni<Void> apply(SqlConnection transaction, List<StoredEvent> next) {
        if (next.isEmpty()) return Uni.createFrom().voidItem();
        return subjects.advance(transaction, next)
                .chain(() -> events.append(transaction, next))
                // Rooms before users, as for a message: whoever takes both locks must take them in one order.
                .chain(() -> rosters.apply(transaction, next))
                .chain(() -> followers.apply(transaction, next))
                .chain(() -> imNotices.plan(transaction, next))
                .chain(() -> deliveries.plan(transaction, next))
                .chain(() -> waiting.release(transaction, next));
    }

    private void report(Turns sorted) {
        stored.increment(sorted.next().size());
        waiting.warn(sorted.early());
        if (sorted.next().isEmpty()) return;
        whenStored.stored(sorted.next());
        imNotices.planned();
    }
}
