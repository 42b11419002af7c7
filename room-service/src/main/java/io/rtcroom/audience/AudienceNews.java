package io.rtcroom.audience;

import io.rtcroom.database.Background;
import io.rtcroom.database.Database;
import io.rtcroom.event.Event;
import io.rtcroom.event.EventData.AudienceChanged;
import io.rtcroom.event.Topics;
import io.rtcroom.outbox.Outbox;
import io.rtcroom.room.Family;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowIterator;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;

/** One event of all that has changed in an audience since the last, for those who are in the room. */
@Singleton
class AudienceNews {
    /** The room stays until the event is written: none of them comes after the room's end. */
    private static final String HOLD =
            """
            select r.room_id, array(select m.user_id from member m
                where m.room_uid = r.uid and m.lease_until > (select presence_floor())
                group by m.user_id order by min(m.joined_seq))
            from room r where r.uid = $1 for key share of r
            """;

    private static final String LOCK =
            """
            select 1 from audience where room_uid = $1
                and told_at <= clock_timestamp() - $2 * interval '1 millisecond' for update
            """;
    /** One snapshot: what is taken is counted, and what is not counted stays for the next event. */
    private static final String TAKE =
            """
            with taken as (delete from audience_change where room_uid = $1 returning 1)
            select (select count(*) from taken), (select count(*) from viewer where room_uid = $1)
            """;

    private static final String ADVANCE =
            """
            update audience set version = version + 1, told_at = clock_timestamp(), viewers = $2 where room_uid = $1
            returning version, told_at, fields::text
            """;

    private final Database database;
    private final Outbox outbox;
    private final AudienceConfig config;

    AudienceNews(@Background Database database, Outbox outbox, AudienceConfig config) {
        this.database = database;
        this.outbox = outbox;
        this.config = config;
    }

    /** Tells, unless another replica has within the second, or the room is over. */
    Uni<Void> tell(UUID room) {
        return database.transaction(connection -> first(connection, HOLD, Tuple.of(room))
                .onItem()
                .ifNotNull()
                .transformToUni(held -> take(connection, room)
                        .onItem()
                        .ifNotNull()
                        .transformToUni(viewers -> append(connection, room, held, viewers))));
    }

    /** How many watch, or null if there is nothing to tell. */
    private Uni<Long> take(SqlConnection connection, UUID room) {
        return first(connection, LOCK, Tuple.of(room, config.tellEvery().toMillis()))
                .onItem()
                .ifNotNull()
                .transformToUni(locked -> first(connection, TAKE, Tuple.of(room)))
                .map(taken -> taken == null || taken.getLong(0) == 0 ? null : taken.getLong(1));
    }

    private Uni<Void> append(SqlConnection connection, UUID room, Row held, long viewers) {
        String roomId = held.getString(0);
        List<String> readers = List.of(held.getArrayOfStrings(1));
        return first(connection, ADVANCE, Tuple.of(room, viewers)).chain(now -> {
            var changed = new AudienceChanged(
                    Family.LIVE.wire(), roomId, viewers, Audience.fields(now.getString(2)), readers);
            var event = new Event(
                    UUID.randomUUID(),
                    "audience:" + room,
                    now.getLong(0),
                    now.get(OffsetDateTime.class, 1).toInstant(),
                    changed);
            return outbox.append(connection, Topics.ROOM_EVENTS, roomId, List.of(event));
        });
    }

    private static Uni<Row> first(SqlConnection connection, String sql, Tuple parameters) {
        return connection.preparedQuery(sql).execute(parameters).map(AudienceNews::firstOf);
    }

    private static Row firstOf(RowSet<Row> rows) {
        RowIterator<Row> iterator = rows.iterator();
        return iterator.hasNext() ? iterator.next() : null;
    }
}
