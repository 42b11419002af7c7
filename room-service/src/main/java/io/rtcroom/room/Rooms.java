package io.rtcroom.room;

import static io.rtcroom.problem.ProblemType.IDEMPOTENCY_KEY_REUSED;
import static io.rtcroom.problem.ProblemType.NO_SUCH_ROOM;
import static io.rtcroom.problem.ProblemType.ROOM_EXISTS;

import io.rtcroom.database.Database;
import io.rtcroom.group.ImGroups;
import io.rtcroom.problem.ProblemException;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowIterator;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;

/** Creating, finding and ending rooms. */
@Singleton
public class Rooms {
    private static final String FIND = "select " + Room.COLUMNS + " from room r where uid = $1";
    private static final String REMEMBER =
            """
            insert into idempotency (caller, key, request, room_uid) values ($1, $2, $3, $4)
            on conflict do nothing
            """;
    private static final String RECALL = "select request, room_uid from idempotency where caller = $1 and key = $2";
    private static final int NAME_ATTEMPTS = 3;

    private final Database database;
    private final Occupancies occupancies;
    private final ImGroups imGroups;
    private final SecureRandom random = new SecureRandom();

    Rooms(Database database, Occupancies occupancies, ImGroups imGroups) {
        this.database = database;
        this.occupancies = occupancies;
        this.imGroups = imGroups;
    }

    /**
     * Reserves a name; nobody is in the room yet.
     *
     * @param roomId null or empty for a generated one
     * @throws ProblemException ROOM_EXISTS if a live room of the family has the name
     */
    public Uni<Room> create(Family family, String roomId, String info) {
        return create(family, roomId, new RoomInfo(info), null);
    }

    /** @param key null if the request is not marked as repeatable */
    Uni<Room> create(Family family, String roomId, RoomInfo info, IdempotencyKey key) {
        if (roomId != null && !roomId.isEmpty()) return create(new RoomName(family, roomId), info, key);
        return Uni.createFrom()
                .deferred(() -> create(new RoomName(family, randomName()), info, key))
                .onFailure(Rooms::isTaken)
                .retry()
                .atMost(NAME_ATTEMPTS);
    }

    private Uni<Room> create(RoomName name, RoomInfo info, IdempotencyKey key) {
        return database.transaction(connection -> insertFirst(connection, name, info, key))
                .call(room -> imGroups.ensure(room.name().roomId(), room.uid()));
    }

    /** @throws ProblemException NO_SUCH_ROOM, or NOT_ALLOWED if the user is not the creator */
    public Uni<Void> destroy(RoomName name, String userId) {
        return end(name, connection -> occupancies.lock(connection, name), occupancy -> occupancy.destroy(userId));
    }

    /** @param userId null if the caller may end any room */
    Uni<Void> destroy(UUID uid, String userId) {
        return end(uid, connection -> occupancies.lock(connection, uid), occupancy -> {
            if (userId == null) occupancy.end("destroyed");
            else occupancy.destroy(userId);
        });
    }

    /** A room whose last members have expired by now ends of that, and does not exist for whoever would end it. */
    private Uni<Void> end(Object name, Function<SqlConnection, Uni<Occupancy>> locked, Consumer<Occupancy> ending) {
        return database.transaction(connection -> locked.apply(connection).chain(occupancy -> {
                    if (occupancy == null) return Uni.createFrom().item(false);
                    boolean isThere = !occupancy.hasEnded();
                    if (isThere) ending.accept(occupancy);
                    return occupancies.save(connection, occupancy).replaceWith(isThere);
                }))
                .map(wasThere -> {
                    if (!wasThere) throw noSuchRoom(name);
                    return null;
                });
    }

    /** @throws ProblemException NO_SUCH_ROOM */
    public Uni<Room> require(UUID uid) {
        return database.query(FIND, Tuple.of(uid)).map(rows -> first(rows, uid));
    }

    private static Room first(RowSet<Row> rows, UUID uid) {
        RowIterator<Row> iterator = rows.iterator();
        if (!iterator.hasNext()) throw noSuchRoom(uid);
        return Room.of(iterator.next());
    }

    public static ProblemException noSuchRoom(Object name) {
        return new ProblemException(NO_SUCH_ROOM, "room %s does not exist", name);
    }

    private Uni<Room> insertFirst(SqlConnection connection, RoomName name, RoomInfo info, IdempotencyKey key) {
        if (key == null) return insert(connection, name, info);
        return recall(connection, key)
                .chain(before -> before != null
                        ? Uni.createFrom().item(before)
                        : insert(connection, name, info)
                                .call(room -> remember(connection, key, room))
                                // Taken perhaps by the same request, which the look before was too early for.
                                .onFailure(Rooms::isTaken)
                                .recoverWithUni(taken -> recall(connection, key)
                                        .onItem()
                                        .ifNull()
                                        .failWith(taken)));
    }

    /** What the key has made before, or null. */
    private Uni<Room> recall(SqlConnection connection, IdempotencyKey key) {
        return connection
                .preparedQuery(RECALL)
                .execute(Tuple.of(key.caller(), key.key()))
                .chain(rows -> rows.size() == 0 ? Uni.createFrom().nullItem() : recalled(connection, rows, key));
    }

    private Uni<Void> remember(SqlConnection connection, IdempotencyKey key, Room room) {
        return connection
                .preparedQuery(REMEMBER)
                .execute(Tuple.of(key.caller(), key.key(), key.request(), room.uid()))
                .invoke(rows -> {
                    // The same key at the same time: this attempt is undone, and its repetition recalls the other's
                    // room.
                    if (rows.rowCount() == 0) throw new Database.LostRaceException();
                })
                .replaceWithVoid();
    }

    private static Uni<Room> recalled(SqlConnection connection, RowSet<Row> rows, IdempotencyKey key) {
        Row first = rows.iterator().next();
        if (!first.getString(0).equals(key.request()))
            throw new ProblemException(IDEMPOTENCY_KEY_REUSED, "the key was used for %s", first.getString(0));
        UUID uid = first.getUUID(1);
        return connection.preparedQuery(FIND).execute(Tuple.of(uid)).map(found -> first(found, uid));
    }

    private Uni<Room> insert(SqlConnection connection, RoomName name, RoomInfo info) {
        return occupancies
                .insert(connection, name, info)
                .onItem()
                .ifNull()
                .switchTo(() -> replaceExpired(connection, name, info))
                .map(Occupancy::room);
    }

    /** The name is taken; if all who hold it have expired, their room ends here and the name is free. */
    private Uni<Occupancy> replaceExpired(SqlConnection connection, RoomName name, RoomInfo info) {
        return occupancies
                .lock(connection, name)
                .chain(old -> {
                    if (old == null || !old.hasEnded()) throw taken(name);
                    return occupancies.save(connection, old);
                })
                .chain(() -> occupancies.insert(connection, name, info))
                .onItem()
                .ifNull()
                .failWith(() -> taken(name));
    }

    private static ProblemException taken(RoomName name) {
        return new ProblemException(ROOM_EXISTS, "room %s exists", name);
    }

    private static boolean isTaken(Throwable failure) {
        return failure instanceof ProblemException problem && problem.type() == ROOM_EXISTS;
    }

    /** The format old clients know (protocol.md §2.2). */
    private String randomName() {
        byte[] bytes = new byte[6];
        random.nextBytes(bytes);
        String hex = HexFormat.of().formatHex(bytes);
        return "room_" + hex.substring(0, 8) + "_" + hex.substring(8);
    }
}
