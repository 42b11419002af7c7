package io.rtcroom.message;

import io.rtcroom.event.Event;
import io.rtcroom.event.EventData;
import io.rtcroom.event.EventJson;
import io.rtcroom.event.Topics;
import io.rtcroom.event.Traceparent;
import io.rtcroom.history.Events;
import io.rtcroom.history.Followers;
import io.rtcroom.history.StoredEvent;
import io.rtcroom.im.ImNotices;
import io.rtcroom.outbox.Outbox;
import io.rtcroom.webhook.Deliveries;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;

/** Writes the events of chats: stored at once, because they are our own, and sent to Kafka by the outbox. */
@Singleton
class Journal {
    private static final String NEXT =
            """
            insert into subject as s (subject, last_seq) values ($1, 1)
            on conflict (subject) do update set last_seq = s.last_seq + 1
            returning last_seq, clock_timestamp() as now""";

    private final Events events;
    private final Followers followers;
    private final ImNotices imNotices;
    private final Deliveries deliveries;
    private final Outbox outbox;

    Journal(Events events, Followers followers, ImNotices imNotices, Deliveries deliveries, Outbox outbox) {
        this.events = events;
        this.followers = followers;
        this.imNotices = imNotices;
        this.deliveries = deliveries;
        this.outbox = outbox;
    }

    /** A number of the chat, which from here on is locked, and when it was taken. */
    record Turn(Chat chat, long seq, java.time.Instant time) {}

    Uni<Turn> next(SqlConnection transaction, Chat chat) {
        return transaction.preparedQuery(NEXT).execute(Tuple.of(chat.subject())).map(rows -> {
            Row row = rows.iterator().next();
            var now = row.getOffsetDateTime("now").toInstant().truncatedTo(ChronoUnit.MICROS);
            return new Turn(chat, row.getLong("last_seq"), now);
        });
    }

    Uni<StoredEvent> append(SqlConnection transaction, Turn turn, EventData data) {
        return append(transaction, turn, data, Origin.OURS);
    }

    Uni<StoredEvent> append(SqlConnection transaction, Turn turn, EventData data, Origin origin) {
        String subject = turn.chat.subject();
        Event event = new Event(UUID.randomUUID(), subject, turn.seq, turn.time, Traceparent.current(), data);
        StoredEvent stored = new StoredEvent(event, event.type(), EventJson.write(event));
        List<StoredEvent> one = List.of(stored);
        return events.append(transaction, one)
                .chain(() -> followers.apply(transaction, one))
                .chain(() -> tellVendor(transaction, one, origin))
                .chain(() -> deliveries.plan(transaction, one))
                .chain(() -> outbox.append(transaction, Topics.MESSAGE_EVENTS, subject, List.of(event)))
                .replaceWith(stored);
    }

    private Uni<Void> tellVendor(SqlConnection transaction, List<StoredEvent> events, Origin origin) {
        return switch (origin) {
            case OURS -> imNotices.plan(transaction, events);
            case VENDOR -> Uni.createFrom().voidItem();
        };
    }

    /** After the commit. */
    void appended() {
        imNotices.planned();
    }
}
