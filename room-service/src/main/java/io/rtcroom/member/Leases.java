package io.rtcroom.member;

import io.rtcroom.database.Background;
import io.rtcroom.database.Database;
import io.rtcroom.room.RoomConfig;
import io.rtcroom.room.RoomName;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowIterator;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The leases of present members: looked up, and renewed many at a time. */
@Singleton
public class Leases {
    private static final String BY_NAME =
            """
            select m.room_uid, m.user_id, m.epoch, m.lease_until > (select presence_floor())
            from room r join member m on m.room_uid = r.uid
            where r.family = $1 and r.room_id = $2 and m.user_id = $3 and (r.devices_version is null or not m.named)
            union all
            select e.room_uid, e.user_id, e.epoch, false from room r join evicted e on e.room_uid = r.uid
            where r.family = $1 and r.room_id = $2 and e.user_id = $3 and (r.devices_version is null or not e.named)
            """;
    private static final String BY_SESSION =
            """
            select room_uid, user_id, epoch, lease_until > (select presence_floor()) from member
            where room_uid = $1 and user_id = $2 and epoch = $3
            union all
            select room_uid, user_id, epoch, false from evicted
            where room_uid = $1 and user_id = $2 and epoch = $3
            """;

    /** Whoever first finds that nobody has been flushing excuses everybody for one time-out; both in one statement. */
    private static final String TOUCH =
            """
            update presence set last_flush = clock_timestamp(), stale_after = $1 * interval '1 millisecond',
                grace_until = case when last_flush + stale_after < clock_timestamp()
                    then clock_timestamp() + $2 * interval '1 millisecond' else grace_until end
            """;

    /**
     * Renews from the instant each beat arrived, if the lease was still good then. Rows somebody holds are left for the
     * next flush. Answers the beats that were not written, and whether their session is gone. These are told by "not in",
     * which looks them up in a hash table: a plan that knows nothing of the arrays' lengths would join with a nested loop.
     */
    static final String RENEW =
            """
            with beat as (
                select n, room_uid, user_id, epoch, clock_timestamp() - age * interval '1 millisecond' as at
                from unnest($1::uuid[], $2::text[], $3::bigint[], $4::bigint[])
                    with ordinality as b (room_uid, user_id, epoch, age, n)
            ), free as (
                select b.n, m.room_uid, m.user_id, m.epoch, b.at from member m join beat b using (room_uid, user_id, epoch)
                where m.lease_until > least(b.at, (select presence_floor()))
                order by m.room_uid, m.user_id, m.epoch for no key update of m skip locked
            ), renewed as (
                update member m set lease_until = greatest(m.lease_until, f.at + $5 * interval '1 millisecond')
                from free f where m.room_uid = f.room_uid and m.user_id = f.user_id and m.epoch = f.epoch
                returning f.n
            )
            select (b.n - 1)::int, m.room_uid is null or m.lease_until <= least(b.at, (select presence_floor()))
            from beat b left join member m using (room_uid, user_id, epoch)
            where b.n not in (select n from renewed)
            """;

    private static final String VERSIONS = "select uid, version from room where uid = any ($1)";

    private final Database database;
    private final Database background;
    private final RoomConfig config;

    Leases(Database database, @Background Database background, RoomConfig config) {
        this.database = database;
        this.background = background;
        this.config = config;
    }

    /** A heartbeat that reached us and waits to be written. */
    public record Beat(Session session, Duration age) {}

    /** What became of the beats that were not written: these sessions are gone, those rows were busy. */
    public record Unwritten(List<Session> gone, List<Session> busy) {}

    /** A session, and whether its member is present or was evicted. */
    public record Standing(Session session, boolean present) {}

    /** The session of a member, even of an evicted one, or null; where a user may have several, the one no client names. */
    public Uni<Standing> find(RoomName name, String userId) {
        return database.query(BY_NAME, Tuple.of(name.family().wire(), name.roomId(), userId))
                .map(Leases::first);
    }

    /** How the session stands, or null if nothing is left of it. */
    public Uni<Standing> find(Session session) {
        return database.query(BY_SESSION, Tuple.of(session.roomUid(), session.userId(), session.epoch()))
                .map(Leases::first);
    }

    /** Says that beats are being written, which is what makes a silence meaningful; call it before every renewal. */
    public Uni<Void> touch() {
        return background
                .query(
                        TOUCH,
                        Tuple.of(
                                config.flushAfter().toMillis(),
                                config.heartbeatTimeout().toMillis()))
                .replaceWithVoid();
    }

    /** @param beats in the order of their sessions */
    public Uni<Unwritten> renew(List<Beat> beats) {
        int size = beats.size();
        UUID[] rooms = new UUID[size];
        String[] users = new String[size];
        Long[] epochs = new Long[size];
        Long[] ages = new Long[size];
        for (int i = 0; i < size; i++) {
            Session session = beats.get(i).session();
            rooms[i] = session.roomUid();
            users[i] = session.userId();
            epochs[i] = session.epoch();
            ages[i] = beats.get(i).age().toMillis();
        }
        return background
                .query(
                        RENEW,
                        Tuple.of(
                                rooms,
                                users,
                                epochs,
                                ages,
                                config.heartbeatTimeout().toMillis()))
                .map(rows -> unwritten(beats, rows));
    }

    /** The versions of those of the rooms that live. */
    public Uni<Map<UUID, Long>> roomVersions(UUID[] rooms) {
        return background.query(VERSIONS, Tuple.of(rooms)).map(rows -> {
            Map<UUID, Long> versions = new HashMap<>();
            rows.forEach(row -> versions.put(row.getUUID(0), row.getLong(1)));
            return versions;
        });
    }

    private static Unwritten unwritten(List<Beat> beats, RowSet<Row> rows) {
        Unwritten unwritten = new Unwritten(new ArrayList<>(), new ArrayList<>());
        for (Row row : rows) {
            Session session = beats.get(row.getInteger(0)).session();
            (row.getBoolean(1) ? unwritten.gone : unwritten.busy).add(session);
        }
        return unwritten;
    }

    private static Standing first(RowSet<Row> rows) {
        RowIterator<Row> iterator = rows.iterator();
        if (!iterator.hasNext()) return null;
        Row row = iterator.next();
        return new Standing(new Session(row.getUUID(0), row.getString(1), row.getLong(2)), row.getBoolean(3));
    }
}
