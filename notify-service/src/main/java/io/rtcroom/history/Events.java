package io.rtcroom.history;

import io.rtcroom.event.Event;
import io.rtcroom.event.EventData;
import io.rtcroom.event.EventJson;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The stored events. */
@Singleton
public class Events {
    private static final String APPEND =
            """
            insert into event (subject, seq, id, type, time, payload)
            select subject, seq, id, type, time, payload
            from unnest($1::text[], $2::bigint[], $3::uuid[], $4::text[], $5::timestamptz[], $6::text[])
                with ordinality as e (subject, seq, id, type, time, payload, line)
            order by line
            on conflict do nothing""";
    /** By position, so that subjects interleave as they happened; within one, position grows as seq does. */
    private static final String READ =
            """
            select e.payload
            from unnest($1::text[], $2::bigint[], $3::bigint[]) as span (subject, after, up_to)
            cross join lateral (
                select payload, position from event
                where event.subject = span.subject and seq > span.after and seq <= span.up_to
                order by seq limit $4) e
            order by e.position limit $4""";

    private static final String NEWS =
            """
            select subject, max(seq) as seq, max(position) as position
            from event where position > $1 group by subject""";
    /** What is old enough stands in front: while nothing is, no more than the first are looked at. */
    private static final String PURGE =
            """
            with gone as (
                delete from event where position in (
                    select position from (select position, stored_at from event order by position limit $2) first
                    where stored_at < clock_timestamp() - $1 * interval '1 millisecond')
                returning position),
            noted as (
                update event_purged set position = greatest(position, (select max(position) from gone))
                where exists (select from gone))
            select count(*)::int as gone from gone""";
    /** What is stored of a subject is all up to its last number: events go from the front only. */
    private static final String HAS_ALL =
            """
            select coalesce(
                (select min(seq) from event where subject = $1 and seq > $2) = $2 + 1,
                coalesce((select last_seq from subject where subject = $1), 0) <= $2) as has_all""";

    private final Pool pool;

    Events(Pool pool) {
        this.pool = pool;
    }

    /** Within the transaction that took them in; a subject's events are in the order of their numbers. */
    public Uni<Void> append(SqlConnection transaction, List<StoredEvent> events) {
        return transaction
                .preparedQuery(APPEND)
                .execute(Tuple.from(List.of(
                        events.stream().map(StoredEvent::subject).toArray(String[]::new),
                        events.stream().map(StoredEvent::seq).toArray(Long[]::new),
                        events.stream().map(stored -> stored.event().id()).toArray(UUID[]::new),
                        events.stream().map(StoredEvent::type).toArray(String[]::new),
                        events.stream()
                                .map(stored -> stored.event().time().atOffset(ZoneOffset.UTC))
                                .toArray(OffsetDateTime[]::new),
                        events.stream().map(StoredEvent::payload).toArray(String[]::new))))
                .replaceWithVoid();
    }

    /** The first {@code limit} events of the spans. */
    public Uni<List<StoredEvent>> read(List<Span> spans, int limit) {
        if (spans.isEmpty()) return Uni.createFrom().item(List.of());
        return pool.preparedQuery(READ)
                .execute(Tuple.of(
                        spans.stream().map(Span::subject).toArray(String[]::new),
                        spans.stream().map(Span::after).toArray(Long[]::new),
                        spans.stream().map(Span::upTo).toArray(Long[]::new),
                        limit))
                .map(rows -> stream(rows)
                        .map(row -> StoredEvent.read(row.getString("payload")))
                        .toList());
    }

    /** The event, or null if it is not kept. */
    public Uni<StoredEvent> find(SqlConnection transaction, String subject, long seq) {
        return transaction
                .preparedQuery("select payload from event where subject = $1 and seq = $2")
                .execute(Tuple.of(subject, seq))
                .map(rows -> rows.size() == 0
                        ? null
                        : StoredEvent.read(rows.iterator().next().getString("payload")));
    }

    /** From now on the event says something else, under its old number: for what must no longer be read. */
    public Uni<Void> replace(SqlConnection transaction, StoredEvent stored, EventData data) {
        Event event = stored.event();
        Event changed = new Event(event.id(), event.subject(), event.seq(), event.time(), event.traceparent(), data);
        return transaction
                .preparedQuery("update event set payload = $3 where subject = $1 and seq = $2")
                .execute(Tuple.of(event.subject(), event.seq(), EventJson.write(changed)))
                .replaceWithVoid();
    }

    /** Whether nothing that came after the number was purged. */
    public Uni<Boolean> hasAllAfter(String subject, long seq) {
        return pool.preparedQuery(HAS_ALL)
                .execute(Tuple.of(subject, seq))
                .map(rows -> rows.iterator().next().getBoolean("has_all"));
    }

    /** The highest position that was purged: of what was stored above it nothing is missing. */
    public Uni<Long> purgedPosition() {
        return pool.query("select position from event_purged")
                .execute()
                .map(rows -> rows.iterator().next().getLong("position"));
    }

    /** The subjects that have events above the position, each with its newest number. */
    public Uni<List<News>> newsAfter(long position) {
        return pool.preparedQuery(NEWS).execute(Tuple.of(position)).map(rows -> stream(rows)
                .map(row -> new News(row.getString("subject"), row.getLong("seq"), row.getLong("position")))
                .toList());
    }

    public Uni<Long> lastPosition() {
        return pool.query("select coalesce(max(position), 0) as position from event")
                .execute()
                .map(rows -> rows.iterator().next().getLong("position"));
    }

    /** Deletes at most {@code limit} events that are older, and says how many there were. */
    Uni<Integer> purge(Duration age, int limit) {
        return pool.preparedQuery(PURGE)
                .execute(Tuple.of(age.toMillis(), limit))
                .map(rows -> rows.iterator().next().getInteger("gone"));
    }

    /** A subject got events. */
    public record News(String subject, long seq, long position) {}

    private static Stream<Row> stream(RowSet<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false);
    }
}
