package io.rtcroom.recording;

import io.rtcroom.database.Database;
import io.rtcroom.problem.ProblemException;
import io.rtcroom.problem.ProblemType;
import io.rtcroom.room.RecordingPolicy;
import io.rtcroom.room.Room;
import io.rtcroom.room.Rooms;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Beginning, ending and deleting recordings. The media server is asked by {@link Orders}, never from here. */
@Singleton
class Recordings {
    private static final String ROOM =
            "select " + Room.COLUMNS + ", m.stream_id, c.given_at, clock_timestamp() as now, uuidv7() as new_id"
                    + """
                     from room r left join lateral (select stream_id from member
                        where room_uid = r.uid and user_id = $2 and stream_id = coalesce($3, stream_id)
                        order by joined_seq limit 1) m on true
                    left join recording_consent c on c.room_uid = r.uid and c.user_id = $2 where r.uid = $1
                    """;
    private static final String ONGOING =
            "select id from recording where stream_id = $1 and state in ('QUEUED', 'STARTING', 'RECORDING', 'STOPPING')";
    private static final String ONGOING_OF_USER =
            """
            select id from recording where room_uid = $1 and user_id = $2
                and state in ('QUEUED', 'STARTING', 'RECORDING') order by id
            """;
    private static final String QUEUED =
            "select id from recording where state = 'QUEUED' order by created_at, id limit $1";
    private static final String CONSENT =
            """
            insert into recording_consent (room_uid, user_id) select distinct room_uid, user_id from member
            where room_uid = $1 and user_id = $2
            on conflict (room_uid, user_id) do update set given_at = recording_consent.given_at
            """;
    private static final String WITHDRAW = "delete from recording_consent where room_uid = $1 and user_id = $2";

    private final Database database;
    private final RecordingTable table;
    private final Slots slots;
    private final RecordingConfig config;

    Recordings(Database database, RecordingTable table, Slots slots, RecordingConfig config) {
        this.database = database;
        this.table = table;
        this.slots = slots;
        this.config = config;
    }

    /**
     * Records a member's stream from now on, or as soon as there is a slot. If it is being recorded already, this is that
     * recording.
     *
     * @param stream null for the one that is there longest, should the user have several devices in the room
     * @param by null if it is a back end's doing or the policy's
     * @throws ProblemException NO_SUCH_ROOM, NOT_ALLOWED, RECORDING_OFF, NOT_A_MEMBER, CONSENT_NEEDED
     */
    Uni<Recording> start(UUID roomUid, String userId, String stream, String by) {
        return database.transaction(connection -> slots.lock(connection).chain(free -> connection
                .preparedQuery(ROOM)
                .execute(Tuple.of(roomUid, userId, stream))
                .chain(rows -> {
                    if (rows.size() == 0) throw Rooms.noSuchRoom(roomUid);
                    return start(connection, rows.iterator().next(), userId, by, free);
                })));
    }

    private Uni<Recording> start(SqlConnection connection, Row row, String userId, String by, int free) {
        Room room = Room.of(row);
        String streamId = row.getString("stream_id");
        Instant consentedAt = RecordingTable.instant(row, row.getColumnIndex("given_at"));
        requireAllowed(room, userId, by);
        if (streamId == null)
            throw new ProblemException(ProblemType.NOT_A_MEMBER, "%s is not in room %s", userId, room.name());
        if (room.recording().isConsentNeeded() && consentedAt == null)
            throw new ProblemException(
                    ProblemType.CONSENT_NEEDED,
                    "%s has not consented to being recorded in room %s",
                    userId,
                    room.name());
        var of = new Recorded(room.uid(), room.name().roomId(), room.creator(), userId, streamId, consentedAt);
        return connection
                .preparedQuery(ONGOING)
                .execute(Tuple.of(streamId))
                .chain(ongoing -> ongoing.size() > 0
                        ? table.lock(connection, ongoing.iterator().next().getUUID(0))
                        : create(connection, row, of, free));
    }

    private static void requireAllowed(Room room, String userId, String by) {
        if (by != null && !by.equals(room.creator()))
            throw new ProblemException(
                    ProblemType.NOT_ALLOWED, "only the creator of room %s has %s recorded", room.name(), userId);
        if (room.recording().mode() == RecordingPolicy.Mode.OFF)
            throw new ProblemException(ProblemType.RECORDING_OFF, "nothing is recorded in room %s", room.name());
    }

    /** Slots go first to those who wait already. */
    private Uni<Recording> create(SqlConnection connection, Row row, Recorded of, int free) {
        return connection
                .preparedQuery(QUEUED)
                .execute(Tuple.of(free + 1))
                .map(waiting -> Recording.create(
                        row.getUUID("new_id"),
                        of,
                        waiting.size() < free,
                        config,
                        RecordingTable.instant(row, row.getColumnIndex("now"))))
                .call(recording -> table.save(connection, recording));
    }

    /** Gives free slots to those who have waited longest. */
    Uni<Void> giveSlots() {
        return database.transaction(connection -> slots.lock(connection)
                .chain(free -> free == 0
                        ? Uni.createFrom().voidItem()
                        : eachLocked(connection, QUEUED, Tuple.of(free), Recording::getSlot)));
    }

    /** @param isAllowed whether the caller may; @throws ProblemException NO_SUCH_RECORDING, ILLEGAL_RECORDING_TRANSITION */
    Uni<Recording> stop(UUID id, Predicate<Recorded> isAllowed) {
        return change(id, isAllowed, recording -> recording.stop(EndReason.STOPPED));
    }

    /** @param isAllowed whether the caller may; @throws ProblemException NO_SUCH_RECORDING, ILLEGAL_RECORDING_TRANSITION */
    Uni<Recording> delete(UUID id, Predicate<Recorded> isAllowed) {
        return change(id, isAllowed, Recording::delete);
    }

    /** @throws ProblemException NO_SUCH_RECORDING */
    Uni<Recording> change(UUID id, Predicate<Recorded> isAllowed, Consumer<Recording> decision) {
        return database.transaction(connection -> require(table.lock(connection, id), id, isAllowed)
                .invoke(decision)
                .call(recording -> table.save(connection, recording)));
    }

    /** @throws ProblemException NO_SUCH_RECORDING */
    Uni<Recording> require(UUID id, Predicate<Recorded> isAllowed) {
        return require(table.find(id), id, isAllowed);
    }

    /** To whom it is no business it does not exist. */
    private static Uni<Recording> require(Uni<Recording> found, UUID id, Predicate<Recorded> isAllowed) {
        return found.map(recording -> {
            if (recording == null || !isAllowed.test(recording.of()))
                throw new ProblemException(ProblemType.NO_SUCH_RECORDING, "there is no recording %s", id);
            return recording;
        });
    }

    /** The member may be recorded in the room from now on. @throws ProblemException NOT_A_MEMBER */
    Uni<Void> consent(UUID roomUid, String userId) {
        return database.query(CONSENT, Tuple.of(roomUid, userId)).map(rows -> {
            if (rows.rowCount() == 0)
                throw new ProblemException(ProblemType.NOT_A_MEMBER, "%s is in no such room", userId);
            return null;
        });
    }

    /** The member may be recorded no longer; what goes on ends. The lock keeps one from beginning at the same time. */
    Uni<Void> withdraw(UUID roomUid, String userId) {
        return database.transaction(connection -> slots.lock(connection)
                .chain(() -> connection.preparedQuery(WITHDRAW).execute(Tuple.of(roomUid, userId)))
                .chain(rows -> rows.rowCount() == 0
                        ? Uni.createFrom().voidItem()
                        : eachLocked(
                                connection,
                                ONGOING_OF_USER,
                                Tuple.of(roomUid, userId),
                                recording -> recording.stop(EndReason.CONSENT_WITHDRAWN))));
    }

    private Uni<Void> eachLocked(SqlConnection connection, String sql, Tuple parameters, Consumer<Recording> decision) {
        return connection
                .preparedQuery(sql)
                .execute(parameters)
                .onItem()
                .transformToMulti(rows -> Multi.createFrom().iterable(rows))
                .onItem()
                .transformToUniAndConcatenate(row -> table.lock(connection, row.getUUID(0))
                        .invoke(recording -> {
                            if (recording.state().isBeforeStop()) decision.accept(recording);
                        })
                        .chain(recording -> table.save(connection, recording)))
                .collect()
                .last()
                .replaceWithVoid();
    }
}
