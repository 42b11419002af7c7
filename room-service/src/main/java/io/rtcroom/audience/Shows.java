package io.rtcroom.audience;

import io.rtcroom.database.Database;
import io.rtcroom.room.Family;
import io.rtcroom.room.RoomName;
import io.rtcroom.room.Rooms;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowIterator;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.UUID;

/** Finds live rooms that go on. */
@Singleton
public class Shows {
    private static final String BY_NAME =
            "select uid, creator from room where family = $1 and room_id = $2 and on_air(uid)";
    private static final String BY_UID = "select uid, creator from room where uid = $1 and on_air(uid)";

    private final Database database;

    Shows(Database database) {
        this.database = database;
    }

    /** Null if there is no such room, nobody has entered it, or its creator has gone; or it is of another family. */
    public Uni<Show> find(RoomName name) {
        return name.family() == Family.LIVE
                ? first(BY_NAME, Tuple.of(name.family().wire(), name.roomId()))
                : Uni.createFrom().nullItem();
    }

    /** @throws io.rtcroom.problem.ProblemException NO_SUCH_ROOM */
    public Uni<Show> require(RoomName name) {
        return find(name).onItem().ifNull().failWith(() -> Rooms.noSuchRoom(name));
    }

    /** @throws io.rtcroom.problem.ProblemException NO_SUCH_ROOM, also for a room of another family */
    Uni<Show> require(UUID uid) {
        return first(BY_UID, Tuple.of(uid)).onItem().ifNull().failWith(() -> Rooms.noSuchRoom("live/" + uid));
    }

    private Uni<Show> first(String sql, Tuple key) {
        return database.query(sql, key).map(rows -> {
            RowIterator<Row> iterator = rows.iterator();
            if (!iterator.hasNext()) return null;
            Row row = iterator.next();
            return new Show(row.getUUID(0), row.getString(1));
        });
    }
}
