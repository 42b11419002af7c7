package io.rtcroom.member;

import io.rtcroom.database.Database;
import io.rtcroom.room.Family;
import io.rtcroom.room.Member;
import io.rtcroom.room.Room;
import io.rtcroom.room.RoomName;
import io.rtcroom.room.Rooms;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Reads who is present. Every query filters on the lease, so the answer is right with the sweep switched off. */
@Singleton
public class Rosters {
    private static final int ROOM_COLUMNS = 15;

    /**
     * Rooms chosen by %s, each with its present members; creator first (protocol.md §7.5), then by joining. A live room
     * without its creator is over, though nobody was told yet: clients would take the next one for the anchor.
     */
    private static final String ROSTERS = "select " + Room.COLUMNS + ", " + Member.COLUMNS
            + """
             from (%s) r
            left join member m on m.room_uid = r.uid and m.lease_until > (select presence_floor())
                and (r.family <> 'live' or exists (select from member c where c.room_uid = r.uid
                    and c.user_id = r.creator and c.lease_until > (select presence_floor())))
            order by r.uid, m.user_id is distinct from r.creator, m.joined_seq
            """;

    private static final String BY_NAME = ROSTERS.formatted("select * from room where family = $1 and room_id = $2");
    private static final String BY_UID = ROSTERS.formatted("select * from room where uid = $1");
    private static final String ENTERED =
            """
            select * from room e where family = $1 and creator is not null and exists (
                select from member p where p.room_uid = e.uid and p.lease_until > (select presence_floor())
                    and (e.family <> 'live' or p.user_id = e.creator))
            """;
    /**
     * What is skipped is counted in the index alone, not looked into: rooms that everybody has left without a word count
     * there until the sweep has ended them, as a room does that ends between two pages.
     */
    private static final String FROM_OFFSET =
            """
             and uid >= (select uid from room where family = $1 and creator is not null order by uid offset $2 limit 1)
            order by uid limit $3""";

    private static final String PAGE = ROSTERS.formatted(ENTERED + FROM_OFFSET);
    private static final String PAGE_AFTER = ROSTERS.formatted(ENTERED + " and uid > $2 order by uid limit $3");
    private static final UUID FIRST = new UUID(0, 0);

    private final Database database;

    Rosters(Database database) {
        this.database = database;
    }

    /** @throws io.rtcroom.problem.ProblemException NO_SUCH_ROOM if it does not exist or nobody has entered it yet */
    public Uni<Roster> require(RoomName name) {
        return read(BY_NAME, Tuple.of(name.family().wire(), name.roomId()))
                .map(rosters ->
                        rosters.isEmpty() || rosters.getFirst().members().isEmpty() ? null : rosters.getFirst())
                .onItem()
                .ifNull()
                .failWith(() -> Rooms.noSuchRoom(name));
    }

    /** @throws io.rtcroom.problem.ProblemException NO_SUCH_ROOM */
    public Uni<Roster> require(UUID uid) {
        return read(BY_UID, Tuple.of(uid))
                .map(rosters -> rosters.isEmpty() ? null : rosters.getFirst())
                .onItem()
                .ifNull()
                .failWith(() -> Rooms.noSuchRoom(uid));
    }

    /** The room of this name in a list of its own, or an empty one; a room nobody has entered is found too. */
    Uni<List<Roster>> named(RoomName name) {
        return read(BY_NAME, Tuple.of(name.family().wire(), name.roomId()));
    }

    /** Entered rooms, oldest first. */
    public Uni<List<Roster>> page(Family family, long offset, int limit) {
        return read(PAGE, Tuple.of(family.wire(), offset, limit));
    }

    /** Entered rooms, oldest first. @param after the last uid already seen, or null */
    Uni<List<Roster>> pageAfter(Family family, UUID after, int limit) {
        return read(PAGE_AFTER, Tuple.of(family.wire(), after == null ? FIRST : after, limit));
    }

    private Uni<List<Roster>> read(String sql, Tuple parameters) {
        return database.query(sql, parameters).map(rows -> {
            Map<UUID, Roster> rosters = new LinkedHashMap<>();
            for (Row row : rows) {
                Roster roster =
                        rosters.computeIfAbsent(row.getUUID(0), uid -> new Roster(Room.of(row), new ArrayList<>(), 0));
                if (row.getString(ROOM_COLUMNS) != null) roster.members().add(Member.of(row, ROOM_COLUMNS));
            }
            return rosters.values().stream().map(Rosters::counted).toList();
        });
    }

    private static Roster counted(Roster roster) {
        int pending = roster.room().members() - roster.members().size();
        return new Roster(roster.room(), List.copyOf(roster.members()), pending);
    }
}
