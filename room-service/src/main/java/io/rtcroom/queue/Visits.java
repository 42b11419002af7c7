package io.rtcroom.queue;

import io.rtcroom.agent.Agents;
import io.rtcroom.call.CallBeats;
import io.rtcroom.call.CallEntrance;
import io.rtcroom.call.Calls;
import io.rtcroom.database.Database;
import io.rtcroom.problem.ProblemException;
import io.rtcroom.room.Profile;
import io.rtcroom.room.Room;
import io.rtcroom.room.RoomName;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.UUID;

/**
 * What coming and going in an agent's room means for the call: old clients know rooms only. The caller who enters has been
 * let in by the agent, who need not say so again; whoever leaves hangs up; a beat in the room is a beat of the call
 * (protocol.md §9.1).
 */
@Singleton
public class Visits {
    private static final String IN_ROOM =
            """
            select a.user_id, s.call_id, c.caller, c.state = 'RINGING'
            from agent a left join agent_slot s on s.agent = a.user_id left join call c on c.id = s.call_id
            where a.room_id = $1 and a.state <> 'CLOSED'
            """;

    private final Database database;
    private final Agents agents;
    private final Calls calls;
    private final CallEntrance entrance;
    private final CallBeats beats;

    Visits(Database database, Agents agents, Calls calls, CallEntrance entrance, CallBeats beats) {
        this.database = database;
        this.agents = agents;
        this.calls = calls;
        this.entrance = entrance;
        this.beats = beats;
    }

    private record Slot(String agent, UUID callId, String caller, boolean isOffered) {
        static Slot of(Row row) {
            return new Slot(row.getString(0), row.getUUID(1), row.getString(2), Boolean.TRUE.equals(row.getBoolean(3)));
        }
    }

    /** Somebody is in the room now: if it is the caller who was offered, the offer is accepted. */
    public Uni<Void> entered(Room room, String userId) {
        if (room.heldBy() == null || room.heldBy().equals(userId))
            return Uni.createFrom().voidItem();
        return slot(room.name()).chain(slot -> {
            if (slot == null || !slot.isOffered || !userId.equals(slot.caller))
                return Uni.createFrom().voidItem();
            Profile agent = new Profile(slot.agent, slot.agent, "");
            return quietly(entrance.accept(slot.callId, agent, room.name().roomId(), connection -> Uni.createFrom()
                    .voidItem()));
        });
    }

    /** The caller or the agent has left the room: the call is over. */
    public Uni<Void> left(RoomName name, String userId) {
        if (!mayBeHeld(name)) return Uni.createFrom().voidItem();
        return slot(name)
                .chain(slot -> slot == null || slot.callId == null || slot.isOffered
                        ? Uni.createFrom().voidItem()
                        : quietly(calls.hangUp(slot.callId, userId)));
    }

    /** The user is still in the room. */
    public Uni<Void> beat(RoomName name, String userId) {
        if (!mayBeHeld(name)) return Uni.createFrom().voidItem();
        return slot(name).chain(slot -> {
            if (slot == null) return Uni.createFrom().voidItem();
            if (slot.agent.equals(userId)) return quietly(agents.beat(userId));
            return slot.callId == null ? Uni.createFrom().voidItem() : quietly(beats.beat(slot.callId, userId));
        });
    }

    private Uni<Slot> slot(RoomName name) {
        return database.query(IN_ROOM, Tuple.of(name.roomId()))
                .map(rows -> rows.size() == 0 ? null : Slot.of(rows.iterator().next()));
    }

    /** Ordinary rooms pay nothing. */
    private static boolean mayBeHeld(RoomName name) {
        return name.roomId().startsWith("agent_");
    }

    /** The call may have gone on meanwhile; what was done in the room is done. */
    private static Uni<Void> quietly(Uni<?> call) {
        return call.onFailure(ProblemException.class).recoverWithNull().replaceWithVoid();
    }
}
