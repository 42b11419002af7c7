package io.rtcroom.queue;

import io.rtcroom.address.Streams;
import io.rtcroom.agent.Skills;
import io.rtcroom.call.CallBeats;
import io.rtcroom.call.Calls;
import io.rtcroom.call.Calls.Party;
import io.rtcroom.database.Database;
import io.rtcroom.problem.ProblemException;
import io.rtcroom.room.Profile;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.UUID;

/** Waiting as old clients do it: they ask again and again, and each question says that they are still there. */
@Singleton
public class Lines {
    private static final String STANDING =
            """
            select e.id, e.call_id, e.caller, e.state, c.state, a.user_id, a.room_id,
                (select count(*)::int from queue_entry b where b.queue = e.queue and b.live and b.state = 'WAITING'
                    and (b.due_at, b.number) < (e.due_at, e.number)) + 1
            from queue_entry e join call c on c.id = e.call_id
                left join agent_slot s on s.call_id = e.call_id left join agent a on a.user_id = s.agent
            where e.id = $1 order by s.offer_number limit 1
            """;

    private final Database database;
    private final Entries entries;
    private final Streams streams;
    private final Calls calls;
    private final CallBeats beats;

    Lines(Database database, Entries entries, Streams streams, Calls calls, CallBeats beats) {
        this.database = database;
        this.entries = entries;
        this.streams = streams;
        this.calls = calls;
        this.beats = beats;
    }

    /**
     * How a caller stands.
     *
     * @param agent who was given the caller, null while nobody is
     * @param position from 1, while waiting
     */
    public record Standing(
            UUID ticket, UUID callId, EntryState state, boolean isOver, String agent, String roomId, int position) {}

    /** A place in the queue, or the one the caller has there already. */
    public Uni<Standing> call(String queue, Profile caller, String device) {
        return entries.live(queue, caller.userId())
                .chain(before -> before != null
                        ? Uni.createFrom().item(before)
                        : streams.allocate(caller.userId(), null)
                                .chain(stream ->
                                        entries.enter(queue, new Party(caller, device, stream), Skills.NONE, 0, "")))
                .chain(entry -> standing(entry.id(), caller.userId()));
    }

    /** @throws ProblemException NO_SUCH_ENTRY */
    public Uni<Standing> poll(UUID ticket, String caller) {
        return standing(ticket, caller)
                .call(standing -> standing.isOver
                        ? Uni.createFrom().voidItem()
                        : beats.beat(standing.callId, caller)
                                .onFailure(ProblemException.class)
                                .recoverWithNull());
    }

    /** @throws ProblemException NO_SUCH_ENTRY, ILLEGAL_CALL_TRANSITION */
    public Uni<Void> cancel(UUID ticket, String caller) {
        return standing(ticket, caller)
                .chain(standing -> calls.cancel(standing.callId, caller))
                .replaceWithVoid();
    }

    private Uni<Standing> standing(UUID ticket, String caller) {
        return database.query(STANDING, Tuple.of(ticket)).map(rows -> {
            if (rows.size() == 0) throw Entries.noSuchEntry(ticket);
            Row row = rows.iterator().next();
            if (!row.getString(2).equals(caller)) throw Entries.noSuchEntry(ticket);
            return new Standing(
                    row.getUUID(0),
                    row.getUUID(1),
                    EntryState.valueOf(row.getString(3)),
                    row.getString(4).equals("ENDED"),
                    row.getString(5),
                    row.getString(6),
                    row.getInteger(7));
        });
    }
}
