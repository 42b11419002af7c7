package io.rtcroom.queue;

import io.vertx.mutiny.sqlclient.Row;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.UUID;

/**
 * A caller's place in a queue.
 *
 * @param callback whether the caller asked to be called back
 * @param dropped whether the caller has not been heard for a while: the place stays, nobody is offered meanwhile
 * @param ahead how many wait before it
 * @param agent whom the caller is offered to or with; null while nobody
 * @param roomUid the agent's room
 */
record Entry(
        UUID id,
        String queue,
        UUID callId,
        String caller,
        EntryState state,
        int priority,
        String skills,
        Instant enteredAt,
        Instant waitUntil,
        String lastAgent,
        boolean callback,
        boolean dropped,
        int ahead,
        String agent,
        UUID roomUid) {

    /** The columns {@link #of} reads, in its order, of a table aliased e. */
    static final String COLUMNS =
            """
            e.id, e.queue, e.call_id, e.caller, e.state, e.priority, e.skills, e.entered_at, e.wait_until, e.last_agent,
            e.callback, not e.callback and coalesce((select p.state <> 'JOINED' or p.lease_until <= (select presence_floor())
                from call_participant p where p.call_id = e.call_id and p.user_id = e.caller), true),
            case when e.live then (select count(*)::int from queue_entry before
                where before.queue = e.queue and before.live and before.state = 'WAITING'
                    and (before.due_at, before.number) < (e.due_at, e.number)) else 0 end,
            (select s.agent from agent_slot s where s.call_id = e.call_id order by s.offer_number limit 1),
            (select a.room_uid from agent_slot s join agent a on a.user_id = s.agent where s.call_id = e.call_id
                order by s.offer_number limit 1)
            """;

    static Entry of(Row row) {
        return new Entry(
                row.getUUID(0),
                row.getString(1),
                row.getUUID(2),
                row.getString(3),
                EntryState.valueOf(row.getString(4)),
                row.getInteger(5),
                row.getString(6),
                row.get(OffsetDateTime.class, 7).toInstant(),
                row.get(OffsetDateTime.class, 8).toInstant(),
                row.getString(9),
                row.getBoolean(10),
                row.getBoolean(11),
                row.getInteger(12),
                row.getString(13),
                row.getUUID(14));
    }

    boolean waits() {
        return state == EntryState.WAITING || state == EntryState.OFFERED;
    }
}
