package io.rtcroom.call;

import io.rtcroom.database.Database;
import io.rtcroom.event.Topics;
import io.rtcroom.outbox.Outbox;
import io.rtcroom.user.UserEvents;
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
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * Calls with their people, as locked, loaded and saved. The methods that take a connection belong inside a transaction; a
 * call is locked first, then its people are loaded by a statement of its own, because only a later statement sees what the
 * lock waited for.
 */
@Singleton
public class CallTable {
    private static final String LOCK = "select " + CallRow.COLUMNS + " from call c where id = $1 for update";
    private static final String LOCK_IF_FREE = LOCK + " skip locked";
    /** Expired are those whose ring is over, and those silent beyond their lease; who waits in a queue has longer. */
    private static final String PARTICIPANTS = "select clock_timestamp(),"
            + " ring_until <= clock_timestamp(),"
            + " state = 'JOINED' and lease_until + $2 * interval '1 millisecond' <= (select presence_floor()),"
            + " case when state = 'PENDING' then exists (select from publication s"
            + " where s.stream_id = p.awaits_stream and s.ended_at is null) end, "
            + Participant.COLUMNS + " from call_participant p where call_id = $1 order by invited_at, user_id";

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
            select $1, t.* from unnest($2::bigint[], $3::timestamptz[], $4::text[], $5::text[], $6::text[], $7::text[],
                $8::text[]) t
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
        return lock(connection, LOCK, id);
    }

    /** Like {@link #lock}, but null too while somebody else holds the call. */
    public Uni<Call> lockIfFree(SqlConnection connection, UUID id) {
        return lock(connection, LOCK_IF_FREE, id);
    }

    private Uni<Call> lock(SqlConnection connection, String sql, UUID id) {
        return connection
                .preparedQuery(sql)
                .execute(Tuple.of(id))
                .map(rows ->
                        rows.size() == 0 ? null : CallRow.of(rows.iterator().next()))
                .onItem()
                .ifNotNull()
                .transformToUni(row -> load(connection, row));
    }

    private Uni<Call> load(SqlConnection connection, CallRow row) {
        long grace = row.state() == CallState.QUEUED ? config.queuedGrace().toMillis() : 0;
        return connection
                .preparedQuery(PARTICIPANTS)
                .execute(Tuple.of(row.id(), grace))
                .map(rows -> {
                    List<Participant> people = new ArrayList<>(rows.size());
                    List<String> unanswered = new ArrayList<>();
                    List<String> silent = new ArrayList<>();
                    List<String> live = new ArrayList<>();
                    List<String> tooLate = new ArrayList<>();
                    Instant now = row.createdAt();
                    for (Row each : rows) {
                        now = Participant.instant(each, 0);
                        Participant one = Participant.of(each, 4);
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
                });
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
        return write(connection, call, inserted.replaceWithVoid());
    }

    /** Writes what a call has decided, and its events; nothing if it has decided nothing. */
    public Uni<Void> save(SqlConnection connection, Call call) {
        if (!call.change().isMade()) return Uni.createFrom().voidItem();
        CallRow row = call.row();
        Uni<Void> updated = connection
                .preparedQuery(UPDATE)
                .execute(Tuple.tuple()
                        .addUUID(row.id())
                        .addLong(call.change().loadedVersion())
                        .addString(row.state().name())
                        .addString(row.reason() == null ? null : row.reason().wire())
                        .addLong(row.version())
                        .addOffsetDateTime(time(row.connectedAt()))
                        .addOffsetDateTime(time(row.endedAt()))
                        .addString(row.queue())
                        .addString(
                                row.transfer() == null ? null : row.transfer().by())
                        .addString(
                                row.transfer() == null ? null : row.transfer().to())
                        .addString(
                                row.transfer() == null ? null : row.transfer().queue()))
                .invoke(rows -> {
                    if (rows.rowCount() == 0) throw new Database.LostRaceException();
                })
                .replaceWithVoid();
        return write(connection, call, updated);
    }

    private Uni<Void> write(SqlConnection connection, Call call, Uni<Void> row) {
        Journal journal = call.change().journal();
        Set<String> released = call.change().people().released();
        List<Uni<Void>> writes = new ArrayList<>();
        writes.add(row);
        if (!call.changed().isEmpty()) writes.add(put(connection, call));
        if (!released.isEmpty()) writes.add(release(connection, call.id(), released));
        writes.add(note(connection, call.id(), journal.transitions()));
        String subject = Journal.subject(call.id());
        writes.add(outbox.append(connection, Topics.ROOM_EVENTS, subject, journal.events()));
        // Issued together, they travel in one round trip; the connection runs them in this order.
        return Uni.join()
                .all(writes)
                .andFailFast()
                .chain(() -> follower.moved(connection, call))
                .chain(() -> userEvents.append(
                        connection, journal.events().getFirst().time(), journal.news()));
    }

    private Uni<Void> put(SqlConnection connection, Call call) {
        List<Tuple> people = call.changed().stream()
                .map(one -> Tuple.tuple()
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
                        .addInteger(one.dialsLeft()))
                .toList();
        return connection.preparedQuery(PUT).executeBatch(people).replaceWithVoid();
    }

    private static Uni<Void> release(SqlConnection connection, UUID callId, Set<String> users) {
        return connection
                .preparedQuery(RELEASE)
                .execute(Tuple.of(callId, users.toArray(String[]::new)))
                .replaceWithVoid();
    }

    private static Uni<Void> note(SqlConnection connection, UUID callId, List<Transition> lines) {
        return connection
                .preparedQuery(NOTE)
                .execute(Tuple.tuple()
                        .addUUID(callId)
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
