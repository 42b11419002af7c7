package io.rtcroom.call;

import io.rtcroom.database.Rows;
import io.rtcroom.event.Event;
import io.rtcroom.user.UserEvents;
import io.rtcroom.user.UserEvents.News;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
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
    private final Rows.Statement<UUID> participants;

    CallTable(UserEvents userEvents, CallConfig config, CallWriter writer, CallFollower follower) {
        this.writer = writer;
        this.follower = follower;
        this.userEvents = userEvents;
        participants = new Rows<UUID>()
                .uuid("id", id -> id)
                .in(
                        """
                        select clock_timestamp(), p.ring_until <= clock_timestamp(),
                            p.state = 'JOINED' and p.lease_until <= (select presence_floor()) - case
                                when c.state = 'QUEUED' then %d else 0 end * interval '1 millisecond',
                            case when p.state = 'PENDING' then exists (
                                select from publication s where s.stream_id = p.awaits_stream and s.ended_at is null) end,
                            p.call_id,
                        """
                                        .formatted(config.queuedGrace().toMillis())
                                + Participant.COLUMNS
                                + """
                         from {rows} join call c using (id) join call_participant p on p.call_id = c.id
                        order by p.invited_at, p.user_id
                        """);
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
        // Issued together, they travel in one round trip; the second begins when the first has its locks.
        return Uni.combine()
                .all()
                .unis(lock.execute(connection, ids), participants.execute(connection, ids))
                .with(CallTable::calls);
    }

    private static List<Call> calls(RowSet<Row> locked, RowSet<Row> participants) {
        Map<UUID, List<Row>> people = new HashMap<>();
        participants.forEach(row ->
                people.computeIfAbsent(row.getUUID(4), id -> new ArrayList<>()).add(row));
        List<Call> calls = new ArrayList<>(locked.size());
        locked.forEach(row -> {
            CallRow call = CallRow.of(row);
            calls.add(call(call, people.getOrDefault(call.id(), List.of())));
        });
        return calls;
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
        return write(connection, List.of(call), writer.insert(connection, call.row(), key), follower);
    }

    /** Writes what a call has decided, and its events; nothing if it has decided nothing. */
    public Uni<Void> save(SqlConnection connection, Call call) {
        return save(connection, List.of(call), follower);
    }

    /** Writes what these calls have decided, and their events. @param followedBy the follower, who may know more of them */
    Uni<Void> save(SqlConnection connection, Collection<Call> calls, CallFollower followedBy) {
        List<Call> changed =
                calls.stream().filter(call -> call.change().isMade()).toList();
        if (changed.isEmpty()) return Uni.createFrom().voidItem();
        return write(connection, changed, writer.update(connection, changed), followedBy);
    }

    private Uni<Void> write(SqlConnection connection, List<Call> calls, Uni<Void> rows, CallFollower followedBy) {
        List<Event> events =
                journals(calls).flatMap(each -> each.events().stream()).toList();
        List<News> news = journals(calls).flatMap(each -> each.news().stream()).toList();
        // Issued together, they travel in one round trip; the connection runs them in this order.
        Uni<?> written = Uni.join()
                .all(
                        rows,
                        writer.people(connection, calls),
                        writer.release(connection, calls),
                        writer.note(connection, calls))
                .andFailFast();
        return Uni.combine()
                .all()
                .unis(written, followedBy.moved(connection, calls))
                .with((done, followed) -> followed)
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
