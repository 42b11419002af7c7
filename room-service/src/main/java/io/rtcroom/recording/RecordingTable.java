package io.rtcroom.recording;

import io.rtcroom.database.Database;
import io.rtcroom.user.UserEvents;
import io.rtcroom.user.UserEvents.News;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Recordings with their files, as locked, loaded and saved. A recording is locked first, then its files are loaded by a
 * statement of its own, because only a later statement sees what the lock waited for.
 */
@Singleton
class RecordingTable {
    private static final String COLUMNS =
            "id, room_uid, room_id, owner, user_id, stream_id, consented_at, state, reason,"
                    + " server, version, created_at, state_since, started_at, ended_at, deadline, order_at";
    private static final String FIND = "select " + COLUMNS + " from recording where id = $1";
    private static final String LOCK = FIND + " for update";
    private static final String LOCK_IF_FREE = LOCK + " skip locked";
    private static final String PAGE = "select " + COLUMNS
            + """
             from recording where room_uid = $1 and id > $2 and ($3::text is null or $3 in (owner, user_id))
            order by id limit $4
            """;
    /** Always at least one row: a recording without files needs the time too. */
    private static final String SEGMENTS =
            """
            select clock_timestamp(), s.n, s.server, s.file, s.started_at, s.ended_at, s.duration_millis, s.size, s.deleted
            from (values ($1::uuid)) as r (id) left join recording_segment s on s.recording_id = r.id order by s.n
            """;

    private static final String PUT =
            """
            insert into recording (id, room_uid, room_id, owner, user_id, stream_id, consented_at, state, reason, server,
                version, created_at, state_since, started_at, ended_at, deadline, order_at)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
            on conflict (id) do update set state = excluded.state, reason = excluded.reason, server = excluded.server,
                version = excluded.version, state_since = excluded.state_since, started_at = excluded.started_at,
                ended_at = excluded.ended_at, deadline = excluded.deadline, order_at = excluded.order_at
            """;
    private static final String PUT_SEGMENT =
            """
            insert into recording_segment (recording_id, n, server, file, started_at, ended_at, duration_millis, size,
                deleted)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
            on conflict (recording_id, n) do update set file = excluded.file, ended_at = excluded.ended_at,
                duration_millis = excluded.duration_millis, size = excluded.size, deleted = excluded.deleted
            """;
    private static final String DROP_SEGMENTS =
            "delete from recording_segment where recording_id = $1 and n <> all ($2)";

    private final Database database;
    private final UserEvents userEvents;
    private final RecordingConfig config;

    RecordingTable(Database database, UserEvents userEvents, RecordingConfig config) {
        this.database = database;
        this.userEvents = userEvents;
        this.config = config;
    }

    /** The recording as of now, not locked, or null. */
    Uni<Recording> find(UUID id) {
        return database.transaction(connection -> read(connection, FIND, id));
    }

    /** The locked recording, or null. */
    Uni<Recording> lock(SqlConnection connection, UUID id) {
        return read(connection, LOCK, id);
    }

    /** Like {@link #lock}, but null too while somebody else holds the recording. */
    Uni<Recording> lockIfFree(SqlConnection connection, UUID id) {
        return read(connection, LOCK_IF_FREE, id);
    }

    /** Recordings of a room, alive or gone, oldest first. @param reader whom they must concern; null for all */
    Uni<List<Recording>> page(UUID roomUid, UUID after, String reader, int limit) {
        return database.transaction(connection -> connection
                .preparedQuery(PAGE)
                .execute(Tuple.of(roomUid, after, reader, limit))
                .onItem()
                .transformToMulti(rows -> Multi.createFrom().iterable(rows))
                .onItem()
                .transformToUniAndConcatenate(row -> withSegments(connection, stored(row)))
                .collect()
                .asList());
    }

    private Uni<Recording> read(SqlConnection connection, String sql, UUID id) {
        return connection
                .preparedQuery(sql)
                .execute(Tuple.of(id))
                .map(rows -> rows.size() == 0 ? null : stored(rows.iterator().next()))
                .onItem()
                .ifNotNull()
                .transformToUni(stored -> withSegments(connection, stored));
    }

    private Uni<Recording> withSegments(SqlConnection connection, Recording.Stored stored) {
        return connection
                .preparedQuery(SEGMENTS)
                .execute(Tuple.of(stored.id()))
                .map(rows -> new Recording(
                        stored, segments(rows), config, instant(rows.iterator().next(), 0)));
    }

    /** Writes the recording and its events, and tells its people. */
    Uni<Void> save(SqlConnection connection, Recording recording) {
        Recording.Stored row = recording.stored();
        Recorded of = row.of();
        return connection
                .preparedQuery(PUT)
                .execute(Tuple.tuple()
                        .addUUID(row.id())
                        .addUUID(of.roomUid())
                        .addString(of.roomId())
                        .addString(of.owner())
                        .addString(of.userId())
                        .addString(of.streamId())
                        .addOffsetDateTime(time(of.consentedAt()))
                        .addString(row.state().name())
                        .addString(row.reason() == null ? null : row.reason().wire())
                        .addString(row.server())
                        .addLong(row.version())
                        .addOffsetDateTime(time(row.createdAt()))
                        .addOffsetDateTime(time(row.stateSince()))
                        .addOffsetDateTime(time(row.startedAt()))
                        .addOffsetDateTime(time(row.endedAt()))
                        .addOffsetDateTime(time(row.deadline()))
                        .addOffsetDateTime(time(row.orderAt())))
                .chain(() -> saveEvents(connection, recording));
    }

    private Uni<Void> saveEvents(SqlConnection connection, Recording recording) {
        if (recording.events().isEmpty()) return Uni.createFrom().voidItem();
        return saveSegments(connection, recording)
                .chain(() -> userEvents.append(
                        connection,
                        recording.events(),
                        recording.events().getFirst().time(),
                        news(recording)));
    }

    private static List<News> news(Recording recording) {
        return recording.events().stream()
                .flatMap(event -> Stream.of(
                                recording.of().owner(), recording.of().userId())
                        .distinct()
                        .map(userId -> new News(userId, event.data())))
                .toList();
    }

    private static Uni<Void> saveSegments(SqlConnection connection, Recording recording) {
        List<Segment> segments = recording.segments().list();
        Integer[] numbers = segments.stream().map(Segment::n).toArray(Integer[]::new);
        Uni<RowSet<Row>> dropped = connection.preparedQuery(DROP_SEGMENTS).execute(Tuple.of(recording.id(), numbers));
        if (segments.isEmpty()) return dropped.replaceWithVoid();
        List<Tuple> rows = segments.stream()
                .map(one -> Tuple.tuple()
                        .addUUID(recording.id())
                        .addInteger(one.n())
                        .addString(one.server())
                        .addString(one.file())
                        .addOffsetDateTime(time(one.startedAt()))
                        .addOffsetDateTime(time(one.endedAt()))
                        .addLong(one.durationMillis())
                        .addLong(one.size())
                        .addBoolean(one.deleted()))
                .toList();
        return dropped.chain(() -> connection.preparedQuery(PUT_SEGMENT).executeBatch(rows))
                .replaceWithVoid();
    }

    private static Recording.Stored stored(Row row) {
        return new Recording.Stored(
                row.getUUID(0),
                new Recorded(
                        row.getUUID(1),
                        row.getString(2),
                        row.getString(3),
                        row.getString(4),
                        row.getString(5),
                        instant(row, 6)),
                RecordingState.valueOf(row.getString(7)),
                EndReason.of(row.getString(8)),
                row.getString(9),
                row.getLong(10),
                instant(row, 11),
                instant(row, 12),
                instant(row, 13),
                instant(row, 14),
                instant(row, 15),
                instant(row, 16));
    }

    private static List<Segment> segments(RowSet<Row> rows) {
        List<Segment> segments = new ArrayList<>(rows.size());
        for (Row row : rows)
            if (row.getInteger(1) != null)
                segments.add(new Segment(
                        row.getInteger(1),
                        row.getString(2),
                        row.getString(3),
                        instant(row, 4),
                        instant(row, 5),
                        row.getLong(6),
                        row.getLong(7),
                        row.getBoolean(8)));
        return segments;
    }

    static Instant instant(Row row, int column) {
        OffsetDateTime time = row.get(OffsetDateTime.class, column);
        return time == null ? null : time.toInstant();
    }

    private static OffsetDateTime time(Instant instant) {
        return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
    }
}
