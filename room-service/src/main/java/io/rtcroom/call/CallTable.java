package io.rtcroom.call;

import io.rtcroom.database.Database;
import io.rtcroom.event.Topics;
import io.rtcroom.outbox.Outbox;
import io.rtcroom.user.UserEvents;
import io.rtcroom.user.UserEvents.News;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.Json;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Calls with their people, as locked, loaded and saved, one or many in the same statements. The methods that take a
 * connection belong inside a transaction; a call is locked first, then its people are loaded by a statement of its own,
 * because only a later statement sees what the lock waited for.
 */
@Singleton
public class CallTable {
    private static final String LOCK =
            "select " + CallRow.COLUMNS + " from call c where id = any ($1) order by id for update";
    private static final String LOCK_IF_FREE = LOCK + " skip locked";
    /** Expired are those whose ring is over, and those silent beyond their lease; who waits in a queue has longer. */
    private static final String PARTICIPANTS = "select clock_timestamp(),"
            + " ring_until <= clock_timestamp(),"
            + " state = 'JOINED' and lease_until + case when call_id = any ($2) then $3 else 0 end"
            + " * interval '1 millisecond' <= (select presence_floor()),"
            + " case when state = 'PENDING' then exists (select from publication s"
            + " where s.stream_id = p.awaits_stream and s.ended_at is null) end, call_id, "
            + Participant.COLUMNS + " from call_participant p where call_id = any ($1) order by invited_at, user_id";

    private static final String INSERT =
            """
            insert into call (id, state, reason, caller, queue, info, version, created_at, connected_at, ended_at,
                idempotency_key, request)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
            """;
    /** The compare-and-set: nobody else has changed what was loaded. */
    private static final String UPDATE =
            """
            update call set state = $3, reason = $4, version = $5, connected_at = $6, ended_at = $7, queue = $8,
                transfer_by = $9, transfer_to = $10, transfer_queue = $11
            where id = $1 and version = $2
            """;

    private static final String PUT =
            """
            insert into call_participant (call_id, user_id, role, state, user_name, user_avatar, device, addresses,
                invited_by, invited_at, joined_at, left_at, ring_until, awaits_stream, ring_millis, dials_left,
                lease_until)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $15, $16, $17,
                case when $4 = 'JOINED' then clock_timestamp() + $14 * interval '1 millisecond' end)
            on conflict (call_id, user_id) do update set role = excluded.role, state = excluded.state,
                user_name = excluded.user_name, user_avatar = excluded.user_avatar, device = excluded.device,
                addresses = excluded.addresses, invited_by = excluded.invited_by, invited_at = excluded.invited_at,
                joined_at = excluded.joined_at, left_at = excluded.left_at, ring_until = excluded.ring_until,
                awaits_stream = excluded.awaits_stream, ring_millis = excluded.ring_millis,
                dials_left = excluded.dials_left, lease_until = excluded.lease_until
            """;
    private static final String RELEASE = "delete from engagement where call_id = $1 and user_id = any ($2)";
    private static final String NOTE =
            """
            insert into call_transition (call_id, seq, at, event, user_id, actor, cause, state)
            select t.* from unnest($1::uuid[], $2::bigint[], $3::timestamptz[], $4::text[], $5::text[], $6::text[],
                $7::text[], $8::text[]) t
            """;
    private final Outbox outbox;
    private final UserEvents userEvents;
    private final CallConfig config;
    private final CallFollower follower;

    CallTable(Outbox outbox, UserEvents userEvents, CallConfig config, CallFollower follower) {
        this.follower = follower;
        this.outbox = outbox;
        this.userEvents = userEvents;
        this.config = config;
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

    private Uni<List<Call>> lock(SqlConnection connection, String sql, Collection<UUID> ids) {
        return connection
                .preparedQuery(sql)
                .execute(Tuple.tuple().addArrayOfUUID(ids.toArray(UUID[]::new)))
                .map(rows -> {
                    List<CallRow> locked = new ArrayList<>(rows.size());
                    rows.forEach(row -> locked.add(CallRow.of(row)));
                    return locked;
                })
                .chain(locked -> locked.isEmpty() ? Uni.createFrom().item(List.of()) : load(connection, locked));
    }

    private Uni<List<Call>> load(SqlConnection connection, List<CallRow> calls) {
        UUID[] waiting = calls.stream()
                .filter(call -> call.state() == CallState.QUEUED)
                .map(CallRow::id)
                .toArray(UUID[]::new);
        return connection
                .preparedQuery(PARTICIPANTS)
                .execute(Tuple.of(
                        calls.stream().map(CallRow::id).toArray(UUID[]::new),
                        waiting,
                        config.queuedGrace().toMillis()))
                .map(rows -> {
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
        CallRow row = call.row();
        Uni<RowSet<Row>> inserted = connection
                .preparedQuery(INSERT)
                .execute(Tuple.tuple()
                        .addUUID(row.id())
                        .addString(row.state().name())
                        .addString(row.reason() == null ? null : row.reason().wire())
                        .addString(row.caller())
                        .addString(row.queue())
                        .addString(row.info())
                        .addLong(row.version())
                        .addOffsetDateTime(time(row.createdAt()))
                        .addOffsetDateTime(time(row.connectedAt()))
                        .addOffsetDateTime(time(row.endedAt()))
                        .addString(key == null ? null : key.key())
                        .addString(key == null ? null : key.request()));
        return write(connection, List.of(call), inserted.replaceWithVoid());
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
        Uni<Void> updated = connection
                .preparedQuery(UPDATE)
                .executeBatch(changed.stream().map(CallTable::updateOf).toList())
                .invoke(CallTable::requireAll)
                .replaceWithVoid();
        return write(connection, changed, updated);
    }

    private static Tuple updateOf(Call call) {
        CallRow row = call.row();
        Transfer transfer = row.transfer();
        return Tuple.tuple()
                .addUUID(row.id())
                .addLong(call.change().loadedVersion())
                .addString(row.state().name())
                .addString(row.reason() == null ? null : row.reason().wire())
                .addLong(row.version())
                .addOffsetDateTime(time(row.connectedAt()))
                .addOffsetDateTime(time(row.endedAt()))
                .addString(row.queue())
                .addString(transfer == null ? null : transfer.by())
                .addString(transfer == null ? null : transfer.to())
                .addString(transfer == null ? null : transfer.queue());
    }

    private static void requireAll(RowSet<Row> updated) {
        for (RowSet<Row> rows = updated; rows != null; rows = rows.next())
            if (rows.rowCount() == 0) throw new Database.LostRaceException();
    }

    private Uni<Void> write(SqlConnection connection, List<Call> calls, Uni<Void> rows) {
        List<Uni<Void>> writes = new ArrayList<>();
        writes.add(rows);
        add(writes, connection, PUT, calls.stream().flatMap(this::people).toList());
        add(
                writes,
                connection,
                RELEASE,
                calls.stream().flatMap(CallTable::released).toList());
        writes.add(note(connection, calls));
        writes.add(outbox.append(
                connection,
                Topics.ROOM_EVENTS,
                journals(calls).flatMap(each -> each.events().stream()).toList()));
        List<News> news = journals(calls).flatMap(each -> each.news().stream()).toList();
        // Issued together, they travel in one round trip; the connection runs them in this order.
        return Uni.join()
                .all(writes)
                .andFailFast()
                .chain(() -> follower.moved(connection, calls))
                .chain(() -> userEvents.append(connection, calls.getFirst().now(), news));
    }

    private static Stream<Journal> journals(List<Call> calls) {
        return calls.stream().map(call -> call.change().journal());
    }

    private static void add(List<Uni<Void>> writes, SqlConnection connection, String sql, List<Tuple> values) {
        if (!values.isEmpty())
            writes.add(connection.preparedQuery(sql).executeBatch(values).replaceWithVoid());
    }

    private Stream<Tuple> people(Call call) {
        return call.changed().stream().map(one -> Tuple.tuple()
                .addUUID(call.id())
                .addString(one.userId())
                .addString(one.role().wire())
                .addString(one.state().name())
                .addString(one.userName())
                .addString(one.userAvatar())
                .addString(one.device())
                .addString(one.addresses() == null ? null : Json.encode(one.addresses()))
                .addString(one.invitedBy())
                .addOffsetDateTime(time(one.invitedAt()))
                .addOffsetDateTime(time(one.joinedAt()))
                .addOffsetDateTime(time(one.leftAt()))
                .addOffsetDateTime(time(one.ringUntil()))
                .addLong(config.heartbeatTimeout().toMillis())
                .addString(one.awaitsStream())
                .addLong(one.ringFor() == null ? null : one.ringFor().toMillis())
                .addInteger(one.dialsLeft()));
    }

    private static Stream<Tuple> released(Call call) {
        Set<String> released = call.change().people().released();
        return released.isEmpty() ? Stream.of() : Stream.of(Tuple.of(call.id(), released.toArray(String[]::new)));
    }

    private static Uni<Void> note(SqlConnection connection, List<Call> calls) {
        List<UUID> ids = new ArrayList<>();
        List<Transition> lines = new ArrayList<>();
        for (Call call : calls)
            for (Transition line : call.change().journal().transitions()) {
                ids.add(call.id());
                lines.add(line);
            }
        return connection
                .preparedQuery(NOTE)
                .execute(Tuple.tuple()
                        .addArrayOfUUID(ids.toArray(UUID[]::new))
                        .addArrayOfLong(lines.stream().map(Transition::seq).toArray(Long[]::new))
                        .addArrayOfOffsetDateTime(
                                lines.stream().map(line -> time(line.at())).toArray(OffsetDateTime[]::new))
                        .addArrayOfString(lines.stream().map(Transition::event).toArray(String[]::new))
                        .addArrayOfString(lines.stream().map(Transition::userId).toArray(String[]::new))
                        .addArrayOfString(lines.stream().map(Transition::actor).toArray(String[]::new))
                        .addArrayOfString(lines.stream().map(Transition::cause).toArray(String[]::new))
                        .addArrayOfString(
                                lines.stream().map(line -> line.state().name()).toArray(String[]::new)))
                .replaceWithVoid();
    }

    private static OffsetDateTime time(Instant instant) {
        return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
    }
}
