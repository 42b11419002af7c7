package io.rtcroom.call;

import io.rtcroom.database.Database;
import io.rtcroom.database.Rows;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.Json;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

/** Writes what calls have decided: their rows, their people and their timelines, each by one statement for all of them. */
@Singleton
class CallWriter {
    private static final Rows.Statement<New> INSERT = new Rows<New>()
            .uuid("id", call -> call.row.id())
            .text("state", call -> call.row.state().name())
            .text("reason", call -> reason(call.row))
            .text("caller", call -> call.row.caller())
            .text("queue", call -> call.row.queue())
            .text("info", call -> call.row.info())
            .bigint("version", call -> call.row.version())
            .time("created_at", call -> call.row.createdAt())
            .time("connected_at", call -> call.row.connectedAt())
            .time("ended_at", call -> call.row.endedAt())
            .text("idempotency_key", call -> call.key == null ? null : call.key.key())
            .text("request", call -> call.key == null ? null : call.key.request())
            .in(
                    """
                    insert into call (id, state, reason, caller, queue, info, version, created_at, connected_at,
                        ended_at, idempotency_key, request)
                    select * from {rows}
                    """);
    /** The compare-and-set: nobody else has changed what was loaded. */
    private static final Rows.Statement<Call> UPDATE = new Rows<Call>()
            .uuid("id", Call::id)
            .bigint("loaded", call -> call.change().loadedVersion())
            .text("state", call -> call.state().name())
            .text("reason", call -> reason(call.row()))
            .bigint("version", call -> call.row().version())
            .time("connected_at", call -> call.row().connectedAt())
            .time("ended_at", call -> call.row().endedAt())
            .text("queue", Call::queue)
            .text("transfer_by", call -> transfer(call, Transfer::by))
            .text("transfer_to", call -> transfer(call, Transfer::to))
            .text("transfer_queue", call -> transfer(call, Transfer::queue))
            .in(
                    """
                    update call c set state = n.state, reason = n.reason, version = n.version,
                        connected_at = n.connected_at, ended_at = n.ended_at, queue = n.queue,
                        transfer_by = n.transfer_by, transfer_to = n.transfer_to, transfer_queue = n.transfer_queue
                    from {rows} where c.id = n.id and c.version = n.loaded
                    """);

    private static final Rows.Statement<Of<String>> RELEASE = new Rows<Of<String>>()
            .uuid("call_id", Of::callId)
            .text("user_id", Of::it)
            .in("delete from engagement e using {rows} where e.user_id = n.user_id and e.call_id = n.call_id");
    private static final Rows.Statement<Of<Transition>> NOTE = new Rows<Of<Transition>>()
            .uuid("call_id", Of::callId)
            .bigint("seq", line -> line.it.seq())
            .time("at", line -> line.it.at())
            .text("event", line -> line.it.event())
            .text("user_id", line -> line.it.userId())
            .text("actor", line -> line.it.actor())
            .text("cause", line -> line.it.cause())
            .text("state", line -> line.it.state().name())
            .in(
                    """
                    insert into call_transition (call_id, seq, at, event, user_id, actor, cause, state)
                    select * from {rows}
                    """);

    private final Rows.Statement<Of<Participant>> put;

    CallWriter(CallConfig config) {
        put = new Rows<Of<Participant>>()
                .uuid("call_id", Of::callId)
                .text("user_id", one -> one.it.userId())
                .text("role", one -> one.it.role().wire())
                .text("state", one -> one.it.state().name())
                .text("user_name", one -> one.it.userName())
                .text("user_avatar", one -> one.it.userAvatar())
                .text("device", one -> one.it.device())
                .text("addresses", one -> one.it.addresses() == null ? null : Json.encode(one.it.addresses()))
                .text("invited_by", one -> one.it.invitedBy())
                .time("invited_at", one -> one.it.invitedAt())
                .time("joined_at", one -> one.it.joinedAt())
                .time("left_at", one -> one.it.leftAt())
                .time("ring_until", one -> one.it.ringUntil())
                .text("awaits_stream", one -> one.it.awaitsStream())
                .bigint(
                        "ring_millis",
                        one -> one.it.ringFor() == null
                                ? null
                                : one.it.ringFor().toMillis())
                .integer("dials_left", one -> one.it.dialsLeft())
                .bigint("lease", one -> config.heartbeatTimeout().toMillis())
                .in(
                        """
                        insert into call_participant (call_id, user_id, role, state, user_name, user_avatar, device,
                            addresses, invited_by, invited_at, joined_at, left_at, ring_until, awaits_stream,
                            ring_millis, dials_left, lease_until)
                        select call_id, user_id, role, state, user_name, user_avatar, device,
                            addresses, invited_by, invited_at, joined_at, left_at, ring_until, awaits_stream,
                            ring_millis, dials_left,
                            case when state = 'JOINED' then clock_timestamp() + lease * interval '1 millisecond' end
                        from {rows}
                        on conflict (call_id, user_id) do update set role = excluded.role, state = excluded.state,
                            user_name = excluded.user_name, user_avatar = excluded.user_avatar,
                            device = excluded.device, addresses = excluded.addresses,
                            invited_by = excluded.invited_by, invited_at = excluded.invited_at,
                            joined_at = excluded.joined_at, left_at = excluded.left_at,
                            ring_until = excluded.ring_until, awaits_stream = excluded.awaits_stream,
                            ring_millis = excluded.ring_millis, dials_left = excluded.dials_left,
                            lease_until = excluded.lease_until
                        """);
    }

    /** @param key null if the request is not marked as repeatable */
    private record New(CallRow row, CallKey key) {}

    /** Something of a call. */
    private record Of<T>(UUID callId, T it) {}

    /** A new call. @param key null if the request is not marked as repeatable */
    Uni<Void> insert(SqlConnection connection, CallRow call, CallKey key) {
        return INSERT.run(connection, List.of(new New(call, key)));
    }

    /** The rows of calls that were loaded, unless one of them has changed since. */
    Uni<Void> update(SqlConnection connection, List<Call> calls) {
        return UPDATE.execute(connection, calls)
                .invoke(rows -> {
                    if (rows.rowCount() < calls.size()) throw new Database.LostRaceException();
                })
                .replaceWithVoid();
    }

    /** Those who have changed. */
    Uni<Void> people(SqlConnection connection, List<Call> calls) {
        return put.run(connection, each(calls, Call::changed));
    }

    /** Whoever is engaged in them no more. */
    Uni<Void> release(SqlConnection connection, List<Call> calls) {
        return RELEASE.run(
                connection, each(calls, call -> call.change().people().released()));
    }

    /** The transitions, for their timelines. */
    Uni<Void> note(SqlConnection connection, List<Call> calls) {
        return NOTE.run(connection, each(calls, call -> call.change().journal().transitions()));
    }

    private static <T> List<Of<T>> each(List<Call> calls, Function<Call, ? extends Iterable<T>> parts) {
        List<Of<T>> all = new ArrayList<>();
        for (Call call : calls) for (T part : parts.apply(call)) all.add(new Of<>(call.id(), part));
        return all;
    }

    private static String reason(CallRow row) {
        return row.reason() == null ? null : row.reason().wire();
    }

    private static String transfer(Call call, Function<Transfer, String> part) {
        Transfer transfer = call.row().transfer();
        return transfer == null ? null : part.apply(transfer);
    }
}
