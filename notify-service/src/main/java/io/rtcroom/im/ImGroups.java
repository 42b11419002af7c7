package io.rtcroom.im;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The groups, the rooms that need them, and the lease: the right, with a fencing number, to call the vendor about one. */
@Singleton
public class ImGroups {
    private static final String ADD =
            """
            insert into im_group (group_id) values ($1)
            on conflict (group_id) do update set touched_at = clock_timestamp()
            returning ready, lease_until < clock_timestamp() as free""";
    private static final String ADD_ROOM =
            """
            insert into im_room (room_uid, group_id) values ($1, $2)
            on conflict (room_uid) do update set room_uid = excluded.room_uid
            returning ended_at is not null as ended""";
    private static final String LEASE =
            """
            update im_group set lease_until = clock_timestamp() + $2 * interval '1 millisecond',
                lease_no = nextval('im_lease')
            where group_id = $1
            returning group_id, lease_no""";
    private static final String LEASE_DUE =
            """
            update im_group set lease_until = clock_timestamp() + $1 * interval '1 millisecond',
                lease_no = nextval('im_lease')
            where group_id in (
                select g.group_id from im_group g
                where g.lease_until < clock_timestamp() and g.retry_at < clock_timestamp()
                  and g.group_id in (
                    select t.group_id from im_task t where t.dead_at is null and t.due_at <= clock_timestamp())
                order by g.group_id limit $2 for update skip locked)
            returning group_id, lease_no""";
    private static final String EXTEND =
            """
            update im_group set lease_until = clock_timestamp() + $3 * interval '1 millisecond'
            where group_id = $1 and lease_no = $2
            returning ready""";
    private static final String RELEASE =
            """
            update im_group set lease_until = '-infinity', retry_at = clock_timestamp() + $3 * interval '1 millisecond'
            where group_id = $1 and lease_no = $2""";
    private static final String PURGE_ROOMS = "delete from im_room where ended_at < now() - $1 * interval '1 ms'";
    private static final String PURGE =
            """
            delete from im_group g
            where g.touched_at < clock_timestamp() - $1 * interval '1 ms' and g.lease_until < clock_timestamp()
              and not exists (select from im_room r where r.group_id = g.group_id)
              and not exists (select from im_task t where t.group_id = g.group_id)""";

    private final Pool pool;
    private final ImConfig config;

    ImGroups(Pool pool, ImConfig config) {
        this.pool = pool;
        this.config = config;
    }

    record Lease(String groupId, long number) {}

    /** A group found or made for a room, its row locked. */
    record Entry(boolean ready, boolean free, boolean roomEnded) {}

    Uni<Entry> enter(SqlConnection transaction, String groupId, String roomUid) {
        return transaction.preparedQuery(ADD).execute(Tuple.of(groupId)).chain(groups -> transaction
                .preparedQuery(ADD_ROOM)
                .execute(Tuple.of(roomUid, groupId))
                .map(rooms -> {
                    Row group = groups.iterator().next();
                    boolean ended = rooms.iterator().next().getBoolean("ended");
                    return new Entry(group.getBoolean("ready"), group.getBoolean("free"), ended);
                }));
    }

    Uni<Boolean> isReady(String groupId) {
        return pool.preparedQuery("select ready from im_group where group_id = $1")
                .execute(Tuple.of(groupId))
                .map(rows -> rows.size() > 0 && rows.iterator().next().getBoolean("ready"));
    }

    Uni<Lease> lease(SqlConnection transaction, String groupId) {
        return transaction
                .preparedQuery(LEASE)
                .execute(Tuple.of(groupId, leaseMillis()))
                .map(rows -> leaseOf(rows.iterator().next()));
    }

    /** Takes groups that have something due. */
    Uni<List<Lease>> leaseDue(int limit) {
        return pool.preparedQuery(LEASE_DUE)
                .execute(Tuple.of(leaseMillis(), limit))
                .map(rows -> {
                    List<Lease> leases = new ArrayList<>(rows.size());
                    rows.forEach(row -> leases.add(leaseOf(row)));
                    return leases;
                });
    }

    /** Locks the group and prolongs the lease; null if somebody else has it by now. */
    Uni<ImGroup> extend(SqlConnection transaction, Lease lease) {
        return transaction
                .preparedQuery(EXTEND)
                .execute(Tuple.of(lease.groupId, lease.number, leaseMillis()))
                .chain(rows -> rows.size() == 0
                        ? Uni.createFrom().nullItem()
                        : liveRooms(transaction, lease.groupId)
                                .map(live -> new ImGroup(
                                        lease.groupId, rows.iterator().next().getBoolean("ready"), live)));
    }

    /** Gives the lease back; nobody takes the group before the pause is over. */
    Uni<Void> release(SqlConnection transaction, Lease lease, Duration pause) {
        return transaction
                .preparedQuery(RELEASE)
                .execute(Tuple.of(lease.groupId, lease.number, pause.toMillis()))
                .replaceWithVoid();
    }

    Uni<Void> setReady(SqlConnection transaction, String groupId, boolean ready) {
        return transaction
                .preparedQuery("update im_group set ready = $2 where group_id = $1")
                .execute(Tuple.of(groupId, ready))
                .replaceWithVoid();
    }

    Uni<Void> purge(Duration age) {
        return pool.preparedQuery(PURGE_ROOMS)
                .execute(Tuple.of(age.toMillis()))
                .chain(() -> pool.preparedQuery(PURGE).execute(Tuple.of(age.toMillis())))
                .replaceWithVoid();
    }

    /** The uids of the rooms, or calls, whose members are in the group now. */
    public Uni<Set<String>> liveRooms(String groupId) {
        return liveRooms(pool, groupId);
    }

    private static Uni<Set<String>> liveRooms(SqlClient client, String groupId) {
        return client.preparedQuery("select room_uid from im_room where group_id = $1 and ended_at is null")
                .execute(Tuple.of(groupId))
                .map(rows -> {
                    Set<String> live = new HashSet<>();
                    rows.forEach(row -> live.add(row.getString("room_uid")));
                    return live;
                });
    }

    private long leaseMillis() {
        return config.lease().toMillis();
    }

    private static Lease leaseOf(Row row) {
        return new Lease(row.getString("group_id"), row.getLong("lease_no"));
    }
}
