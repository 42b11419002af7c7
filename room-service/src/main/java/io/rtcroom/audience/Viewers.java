package io.rtcroom.audience;

import io.rtcroom.database.Database;
import io.rtcroom.problem.ProblemException;
import io.rtcroom.problem.ProblemType;
import io.rtcroom.room.RoomName;
import io.rtcroom.room.UserId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Coming to watch and going again. Who watches has no lease: old viewers never say that they are still there. */
@Singleton
public class Viewers {
    /** Every room with a viewer has its audience, by which the sweep finds what is left of it. */
    private static final String ENTER =
            """
            with seen as (
                insert into viewer as v (room_uid, user_id, info)
                select $1::uuid, $2::text, $3::text
                where coalesce((select viewers from audience where room_uid = $1), 0) < $4
                    or exists (select from viewer where room_uid = $1 and user_id = $2)
                on conflict (room_uid, user_id) do update set info = excluded.info
                returning v.room_uid, v.xmax = 0 as is_new
            ), known as (
                insert into audience (room_uid) select room_uid from seen where is_new on conflict do nothing
            ), noted as (
                insert into audience_change (room_uid) select room_uid from seen where is_new
            )
            select 1 from seen
            """;

    private static final String LEAVE =
            """
            with gone as (
                delete from viewer where room_uid = $1 and user_id = $2 returning room_uid
            )
            insert into audience_change (room_uid) select room_uid from gone
            """;
    private static final String PAGE =
            """
            select user_id, info, number, came_at from viewer where room_uid = $1 and number > $2
            order by number limit $3
            """;

    private final Database database;
    private final Shows shows;
    private final AudienceConfig config;

    Viewers(Database database, Shows shows, AudienceConfig config) {
        this.database = database;
        this.shows = shows;
        this.config = config;
    }

    /**
     * The user watches; who does already is not counted twice.
     *
     * @throws ProblemException NO_SUCH_ROOM; ROOM_FULL at {@link AudienceConfig#maxViewers}
     */
    public Uni<Void> enter(RoomName name, String userId, String info) {
        return shows.require(name).chain(show -> enter(show, userId, info));
    }

    Uni<Void> enter(UUID room, String userId, String info) {
        return shows.require(room).chain(show -> enter(show, userId, info));
    }

    private Uni<Void> enter(Show show, String userId, String info) {
        String user = new UserId(userId).value();
        return database.query(ENTER, Tuple.of(show.uid(), user, Viewer.requireInfo(info), config.maxViewers()))
                .invoke(rows -> {
                    if (rows.size() == 0)
                        throw new ProblemException(
                                ProblemType.ROOM_FULL, "the room has its %d viewers", config.maxViewers());
                })
                .replaceWithVoid();
    }

    /** Whoever does not watch, or no longer, is gone all the same. */
    public Uni<Void> leave(RoomName name, String userId) {
        return shows.find(name).chain(show -> show == null ? Uni.createFrom().voidItem() : leave(show.uid(), userId));
    }

    Uni<Void> leave(UUID room, String userId) {
        return database.query(LEAVE, Tuple.of(room, userId)).replaceWithVoid();
    }

    /** The first to have come of those who watch still, as many as old clients are shown. */
    public Uni<List<Viewer>> listed(Show show) {
        return page(show, 0, config.listed());
    }

    /** @param after the number of the last one already seen, or 0 */
    Uni<List<Viewer>> page(Show show, long after, int limit) {
        return database.query(PAGE, Tuple.of(show.uid(), after, limit)).map(rows -> {
            List<Viewer> viewers = new ArrayList<>(rows.size());
            rows.forEach(row -> viewers.add(new Viewer(
                    row.getString(0),
                    row.getString(1),
                    row.getLong(2),
                    row.get(OffsetDateTime.class, 3).toInstant())));
            return viewers;
        });
    }
}
