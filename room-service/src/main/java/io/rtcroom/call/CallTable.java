package io.rtcroom.call;

import io.rtcroom.database.Rows;
import io.rtcroom.event.Event;
import io.rtcroom.user.UserEvents;
import io.rtcroom.user.UserEvents.News;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Calls with their people, as locked, loaded and saved, one or many in the same statements. The methods that take a
 * connection belong inside a transaction; a call is locked first, then its people are loaded by a statement of its own,
 * because only a later statement sees what the lock waited for.
 */
@Singleton
public class CallTable {
    private static final String OF_CALLS =
            "select " + CallRow.COLUMNS + " from {rows} join call c using (id) order by c.id for update of c";
    private static final Rows.Statement<UUID> LOCK =
            new Rows<UUID>().uuid("id", id -> id).in(OF_CALLS);
    private static final Rows.Statement<UUID> LOCK_IF_FREE =
            new Rows<UUID>().uuid("id", id -> id).in(OF_CALLS + " skip locked");

    private final UserEvents userEvents;
    private final CallWriter writer;
    private final CallFollower follower;
    /** Expired are those whose ring is over, and those silent beyond their lease; who waits in a queue has longer. */
    private final Rows.Statement<CallRow> participants;

    CallTable(UserEvents userEvents, CallConfig config, CallWriter writer, CallFollower follower) {
        this.writer = writer;
        this.follower = follower;
        this.userEvents = userEvents;
        long queuedGrace = config.queuedGrace().toMillis();
        participants = new Rows<CallRow>()
                .uuid("id", CallRow::id)
                .bigint("grace", call -> call.state() == CallState.QUEUED ? queuedGrace : 0L)
                .in(
                        """
                        select clock_timestamp(), p.ring_until <= clock_timestamp(),
                            p.state = 'JOINED'
                                and p.lease_until + grace * interval '1 millisecond' <= (select presence_floor()),
                            case when p.state = 'PENDING' then exists (
                                select from publication s where s.stream_id = p.awaits_stream and s.ended_at is null) end,
                            p.call_id,
                        """
                                + Participant.COLUMNS
                                + " from {rows} join call_participant p on p.call_id = n.id order by p.invited_at, p.user_id");
    }

    /** The locked call, its expired told apart already, or null. */
    public Uni<Call> lock(SqlConnection connection, UUID id) {
        return lock(connection, LOCK, List.of(id)).map(CallTable::first);
    }

    /** Like {@link #lock}, but null too while somebody else holds the call. */
    public Uni<Call> lockIfFree(SqlConnection connection, UUID id) {
        return lock(connection, LOCK_IF_FREE, List.of(id)).map(CallTable::first);
    }

    /** Those of these calls that there are, locked in the order of their ids. */
    Uni<List<Call>> lockAll(SqlConnection connection, Collection<UUID> ids) {
        return lock(connection, LOCK, ids);
    }

    private static Call first(List<Call> calls) {
        return calls.isEmpty() ? null : calls.getFirst();
    }

    private Uni<List<Call>> lock(SqlConnection connection, Rows.Statement<UUID> lock, Collection<UUID> ids) {
        return lock.execute(connection, ids)
                .map(rows -> {
                    List<CallRow> locked = new ArrayList<>(rows.size());
                    rows.forEach(row -> locked.add(CallRow.of(row)));
                    return locked;
                })
                .chain(locked -> locked.isEmpty() ? Uni.createFrom().item(List.of()) : load(connection, locked));
    }

    private Uni<List<Call>> load(SqlConnection connection, List<CallRow> calls) {
        return participants.execute(connection, calls).map(rows -> {
            Map<UUID, List<Row>> people = new HashMap<>();
            rows.forEach(row -> people.computeIfAbsent(row.getUUID(4), id -> new ArrayList<>())
                    .add(row));
            return calls.stream()
                    .map(call -> call(call, people.getOrDefault(call.id(), List.of())))
                    .toList();
        });
    }

    private static Call call(CallRow row, List<Row> rows) {
        List<Participant> people = new ArrayList<>(rows.size());
        List<String> unanswered = new ArrayList<>();
        List<String> silent = new ArrayList<>();
        List<String> live = new ArrayList<>();
        List<String> tooLate = new ArrayList<>();
        Instant now = row.createdAt();
        for (Row each : rows) {
            now = Participant.instant(each, 0);
            Participant one = Participant.of(each, 5);
            people.add(one);
            boolean isLate = Boolean.TRUE.equals(each.getBoolean(1));
            if (isLate) (one.isPending() ? tooLate : unanswered).add(one.userId());
            else if (Boolean.TRUE.equals(each.getBoolean(3))) live.add(one.userId());
            if (Boolean.TRUE.equals(each.getBoolean(2))) silent.add(one.userId());
        }
        Call call = new Call(row, people, now);
        call.expire(unanswered, silent);
        call.hearOfStream(live, tooLate);
        return call;
    }

    /** Writes a new call with its first events. @param key null if the request is not marked as repeatable */
    Uni<Void> insert(SqlConnection connection, Call call, CallKey key) {
        return write(connection, List.of(call), writer.insert(connection, call.row(), key));
    }

    /** Writes what a call has decided, and its events; nothing if it has decided nothing. */
    public Uni<Void> save(SqlConnection connection, Call call) {
        return save(connection, List.of(call));
    }

    /** Writes what these calls have decided, and their events. */
    Uni<Void> save(SqlConnection connection, Collection<Call> calls) {
        List<Call> changed =
                calls.stream().filter(call -> call.change().isMade()).toList();
        if (changed.isEmpty()) return Uni.createFrom().voidItem();
        return write(connection, changed, writer.update(connection, changed));
    }

    private Uni<Void> write(SqlConnection connection, List<Call> calls, Uni<Void> rows) {
        List<Event> events =
                journals(calls).flatMap(each -> each.events().stream()).toList();
        List<News> news = journals(calls).flatMap(each -> each.news().stream()).toList();
        // Issued together, they travel in one round trip; the connection runs them in this order.
        return Uni.join()
                .all(
                        rows,
                        writer.people(connection, calls),
                        writer.release(connection, calls),
                        writer.note(connection, calls))
                .andFailFast()
                .chain(() -> follower.moved(connection, calls))
                .chain(followed -> userEvents.append(
                        connection,
                        Stream.concat(events.stream(), followed.stream()).toList(),
                        calls.getFirst().now(),
                        news));
    }

    private static Stream<Journal> journals(List<Call> calls) {
        return calls.stream().map(call -> call.change().journal());
    }
}
