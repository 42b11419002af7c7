package io.rtcroom.call;

import io.rtcroom.database.Columns;
import io.rtcroom.database.Database;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.Json;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

/** Writes what calls have decided: their rows, their people and their timelines, each by one statement for all of them. */
@Singleton
class CallWriter {
    private static final String INSERT =
            """
            insert into call (id, state, reason, caller, queue, info, version, created_at, connected_at, ended_at,
                idempotency_key, request)
            select * from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::bigint[],
                $8::timestamptz[], $9::timestamptz[], $10::timestamptz[], $11::text[], $12::text[])
            """;
    /** The compare-and-set: nobody else has changed what was loaded. */
    private static final String UPDATE =
            """
            update call c set state = n.state, reason = n.reason, version = n.version, connected_at = n.connected_at,
                ended_at = n.ended_at, queue = n.queue, transfer_by = n.transfer_by, transfer_to = n.transfer_to,
                transfer_queue = n.transfer_queue
            from unnest($1::uuid[], $2::bigint[], $3::text[], $4::text[], $5::bigint[], $6::timestamptz[],
                $7::timestamptz[], $8::text[], $9::text[], $10::text[], $11::text[]) as n (id, loaded, state, reason,
                version, connected_at, ended_at, queue, transfer_by, transfer_to, transfer_queue)
            where c.id = n.id and c.version = n.loaded
            """;

    private static final String PUT =
            """
            insert into call_participant (call_id, user_id, role, state, user_name, user_avatar, device, addresses,
                invited_by, invited_at, joined_at, left_at, ring_until, awaits_stream, ring_millis, dials_left,
                lease_until)
            select *, case when state = 'JOINED' then clock_timestamp() + $17 * interval '1 millisecond' end
            from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[],
                $9::text[], $10::timestamptz[], $11::timestamptz[], $12::timestamptz[], $13::timestamptz[],
                $14::text[], $15::bigint[], $16::int[]) as n (call_id, user_id, role, state)
            on conflict (call_id, user_id) do update set role = excluded.role, state = excluded.state,
                user_name = excluded.user_name, user_avatar = excluded.user_avatar, device = excluded.device,
                addresses = excluded.addresses, invited_by = excluded.invited_by, invited_at = excluded.invited_at,
                joined_at = excluded.joined_at, left_at = excluded.left_at, ring_until = excluded.ring_until,
                awaits_stream = excluded.awaits_stream, ring_millis = excluded.ring_millis,
                dials_left = excluded.dials_left, lease_until = excluded.lease_until
            """;
    private static final String RELEASE =
            """
            delete from engagement e using unnest($1::uuid[], $2::text[]) as r (call_id, user_id)
            where e.user_id = r.user_id and e.call_id = r.call_id
            """;
    private static final String NOTE =
            """
            insert into call_transition (call_id, seq, at, event, user_id, actor, cause, state)
            select * from unnest($1::uuid[], $2::bigint[], $3::timestamptz[], $4::text[], $5::text[], $6::text[],
                $7::text[], $8::text[])
            """;

    private final Duration lease;

    CallWriter(CallConfig config) {
        lease = config.heartbeatTimeout();
    }

    /** Something of a call. */
    private record Of<T>(UUID callId, T it) {}

    /** A new call. @param key null if the request is not marked as repeatable */
    Uni<Void> insert(SqlConnection connection, CallRow call, CallKey key) {
        return connection
                .preparedQuery(INSERT)
                .execute(Columns.of(List.of(call))
                        .uuid(CallRow::id)
                        .text(row -> row.state().name())
                        .text(CallWriter::reason)
                        .text(CallRow::caller)
                        .text(CallRow::queue)
                        .text(CallRow::info)
                        .bigint(CallRow::version)
                        .time(CallRow::createdAt)
                        .time(CallRow::connectedAt)
                        .time(CallRow::endedAt)
                        .text(row -> key == null ? null : key.key())
                        .text(row -> key == null ? null : key.request())
                        .tuple())
                .replaceWithVoid();
    }

    /** The rows of calls that were loaded, unless one of them has changed since. */
    Uni<Void> update(SqlConnection connection, List<Call> calls) {
        return connection
                .preparedQuery(UPDATE)
                .execute(Columns.of(calls)
                        .uuid(Call::id)
                        .bigint(call -> call.change().loadedVersion())
                        .text(call -> call.state().name())
                        .text(call -> reason(call.row()))
                        .bigint(call -> call.row().version())
                        .time(call -> call.row().connectedAt())
                        .time(call -> call.row().endedAt())
                        .text(Call::queue)
                        .text(call -> transfer(call, Transfer::by))
                        .text(call -> transfer(call, Transfer::to))
                        .text(call -> transfer(call, Transfer::queue))
                        .tuple())
                .invoke(rows -> {
                    if (rows.rowCount() < calls.size()) throw new Database.LostRaceException();
                })
                .replaceWithVoid();
    }

    /** Those who have changed. */
    Uni<Void> people(SqlConnection connection, List<Call> calls) {
        List<Of<Participant>> changed = new ArrayList<>();
        for (Call call : calls) for (Participant one : call.changed()) changed.add(new Of<>(call.id(), one));
        if (changed.isEmpty()) return Uni.createFrom().voidItem();
        return connection
                .preparedQuery(PUT)
                .execute(Columns.of(changed)
                        .uuid(Of::callId)
                        .text(one -> one.it.userId())
                        .text(one -> one.it.role().wire())
                        .text(one -> one.it.state().name())
                        .text(one -> one.it.userName())
                        .text(one -> one.it.userAvatar())
                        .text(one -> one.it.device())
                        .text(one -> one.it.addresses() == null ? null : Json.encode(one.it.addresses()))
                        .text(one -> one.it.invitedBy())
                        .time(one -> one.it.invitedAt())
                        .time(one -> one.it.joinedAt())
                        .time(one -> one.it.leftAt())
                        .time(one -> one.it.ringUntil())
                        .text(one -> one.it.awaitsStream())
                        .bigint(one -> one.it.ringFor() == null
                                ? null
                                : one.it.ringFor().toMillis())
                        .integer(one -> one.it.dialsLeft())
                        .tuple()
                        .addLong(lease.toMillis()))
                .replaceWithVoid();
    }

    /** Whoever is engaged in them no more. */
    Uni<Void> release(SqlConnection connection, List<Call> calls) {
        List<Of<String>> released = new ArrayList<>();
        for (Call call : calls)
            for (String userId : call.change().people().released()) released.add(new Of<>(call.id(), userId));
        if (released.isEmpty()) return Uni.createFrom().voidItem();
        return connection
                .preparedQuery(RELEASE)
                .execute(Columns.of(released).uuid(Of::callId).text(Of::it).tuple())
                .replaceWithVoid();
    }

    /** The transitions, for their timelines. */
    Uni<Void> note(SqlConnection connection, List<Call> calls) {
        List<Of<Transition>> lines = new ArrayList<>();
        for (Call call : calls)
            for (Transition line : call.change().journal().transitions()) lines.add(new Of<>(call.id(), line));
        return connection
                .preparedQuery(NOTE)
                .execute(Columns.of(lines)
                        .uuid(Of::callId)
                        .bigint(line -> line.it.seq())
                        .time(line -> line.it.at())
                        .text(line -> line.it.event())
                        .text(line -> line.it.userId())
                        .text(line -> line.it.actor())
                        .text(line -> line.it.cause())
                        .text(line -> line.it.state().name())
                        .tuple())
                .replaceWithVoid();
    }

    private static String reason(CallRow row) {
        return row.reason() == null ? null : row.reason().wire();
    }

    private static String transfer(Call call, Function<Transfer, String> part) {
        Transfer transfer = call.row().transfer();
        return transfer == null ? null : part.apply(transfer);
    }
}
