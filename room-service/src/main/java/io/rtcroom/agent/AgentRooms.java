package io.rtcroom.agent;

import io.rtcroom.database.Database;
import io.rtcroom.database.Rows;
import io.rtcroom.room.Family;
import io.rtcroom.room.Member;
import io.rtcroom.room.Occupancies;
import io.rtcroom.room.Occupancy;
import io.rtcroom.room.Room;
import io.rtcroom.room.RoomInfo;
import io.rtcroom.room.RoomName;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import java.util.UUID;

/**
 * The agents' rooms: ordinary rooms of two that outlive being empty, and that only the agent and those admitted enter
 * (protocol.md §9.1). A room is locked after the call and the agent.
 */
@Singleton
public class AgentRooms {
    private static final String HOLD = "update room set held_by = $2, enter_by = 'infinity' where uid = $1";
    private static final Rows.Statement<Map.Entry<UUID, String>> ADMIT = new Rows<Map.Entry<UUID, String>>()
            .uuid("room_uid", Map.Entry::getKey)
            .text("guest", Map.Entry::getValue)
            .in(
                    """
                    update room set admitted = array_append(array_remove(admitted, guest), guest)
                    from {rows} where uid = room_uid and held_by is not null
                    """);
    private static final String SHUT = "update room set admitted = '{}' where uid = $1";

    private final Occupancies occupancies;
    private final SecureRandom random = new SecureRandom();

    AgentRooms(Occupancies occupancies) {
        this.occupancies = occupancies;
    }

    Uni<Room> open(SqlConnection connection, String agent, String info) {
        RoomName name = new RoomName(Family.DOUBLE, "agent_" + agent + "_" + suffix());
        return occupancies
                .insert(connection, name, new RoomInfo(info))
                .onItem()
                .ifNull()
                .failWith(Database.LostRaceException::new)
                .map(Occupancy::room)
                .call(room -> connection.preparedQuery(HOLD).execute(Tuple.of(room.uid(), agent)));
    }

    /** The user may enter from now on. */
    Uni<Void> admit(SqlConnection connection, UUID roomUid, String userId) {
        return admit(connection, Map.of(roomUid, userId));
    }

    /** One user each may enter these rooms from now on. */
    public Uni<Void> admit(SqlConnection connection, Map<UUID, String> users) {
        return ADMIT.run(connection, users.entrySet());
    }

    /** Whoever came for the call that is over leaves, and nobody else may come for it. */
    public Uni<Void> empty(SqlConnection connection, UUID roomUid, String agent) {
        return occupancies.lock(connection, roomUid).onItem().ifNotNull().transformToUni(room -> {
            for (Member member : room.members()) if (!member.userId().equals(agent)) room.leave(member.userId());
            return occupancies
                    .save(connection, room)
                    .chain(() -> connection.preparedQuery(SHUT).execute(Tuple.of(roomUid)))
                    .replaceWithVoid();
        });
    }

    /** The shift is over. */
    public Uni<Void> end(SqlConnection connection, UUID roomUid) {
        return roomUid == null
                ? Uni.createFrom().voidItem()
                : occupancies.lock(connection, roomUid).onItem().ifNotNull().transformToUni(room -> {
                    if (!room.hasEnded()) room.end("agent-closed");
                    return occupancies.save(connection, room);
                });
    }

    private String suffix() {
        byte[] bytes = new byte[2];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
