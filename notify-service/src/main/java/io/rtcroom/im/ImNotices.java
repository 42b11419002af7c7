package io.rtcroom.im;

import io.rtcroom.history.StoredEvent;
import io.rtcroom.im.ImPlan.Planned;
import io.rtcroom.im.ImPlan.Room;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.List;

/** What the vendor is to be told, written together with the events that say so. */
@Singleton
public class ImNotices {
    /** In id order: replicas that meet must not deadlock. */
    private static final String GROUPS =
            """
            insert into im_group (group_id)
            select distinct group_id from unnest($1::text[]) as g (group_id) order by group_id
            on conflict (group_id) do update set touched_at = clock_timestamp()""";

    private static final String ROOMS =
            """
            insert into im_room (room_uid, group_id, ended_at)
            select room_uid, group_id, case when ended then clock_timestamp() end
            from unnest($1::text[], $2::text[], $3::boolean[]) as r (room_uid, group_id, ended) order by room_uid
            on conflict (room_uid) do update set ended_at = coalesce(im_room.ended_at, excluded.ended_at)""";
    private static final String TASKS =
            """
            insert into im_task (group_id, room_uid, kind, payload)
            select group_id, room_uid, kind, payload
            from unnest($1::text[], $2::text[], $3::text[], $4::text[]) with ordinality
                as t (group_id, room_uid, kind, payload, line)
            order by line""";
    private static final String REPEATS =
            """
            insert into im_task (group_id, room_uid, kind, due_at)
            select group_id, room_uid, 'repeat', clock_timestamp() + $3 * interval '1 millisecond'
            from unnest($1::text[], $2::text[]) as t (group_id, room_uid) order by room_uid
            on conflict (room_uid) where kind = 'repeat' and dead_at is null
            do update set due_at = excluded.due_at, created_at = excluded.created_at""";

    private final ImProvider provider;
    private final ImConfig config;
    private final ImWorker worker;

    ImNotices(ImProvider provider, ImConfig config, ImWorker worker) {
        this.provider = provider;
        this.config = config;
        this.worker = worker;
    }

    /** Within the transaction that took the events in. */
    public Uni<Void> plan(SqlConnection transaction, List<StoredEvent> events) {
        ImPlan plan = ImPlan.of(events);
        if (!provider.isRemote() || config.calls() == ImConfig.Calls.OFF) return plan(transaction, plan);
        return LinkMic.plan(transaction, events)
                .invoke(plan.tasks::addAll)
                .chain(() -> CallGroups.plan(transaction, events, plan))
                .chain(() -> plan(transaction, plan));
    }

    /** Within a transaction of the caller's. */
    Uni<Void> plan(SqlConnection transaction, ImPlan plan) {
        if (!provider.isRemote() || plan.isEmpty()) return Uni.createFrom().voidItem();
        return groups(transaction, plan.tasks)
                .chain(() -> rooms(transaction, plan.rooms.values()))
                .chain(() -> tasks(transaction, plan.tasks))
                .chain(() -> repeats(transaction, plan));
    }

    /** That transaction has committed. */
    public void planned() {
        worker.wake();
    }

    private static Uni<Void> groups(SqlConnection transaction, List<Planned> tasks) {
        String[] groups = tasks.stream().map(Planned::groupId).toArray(String[]::new);
        return run(transaction, GROUPS, Tuple.of(groups));
    }

    private static Uni<Void> rooms(SqlConnection transaction, Collection<Room> rooms) {
        if (rooms.isEmpty()) return Uni.createFrom().voidItem();
        return run(
                transaction,
                ROOMS,
                Tuple.of(
                        rooms.stream().map(Room::roomUid).toArray(String[]::new),
                        rooms.stream().map(Room::groupId).toArray(String[]::new),
                        rooms.stream().map(Room::ended).toArray(Boolean[]::new)));
    }

    private static Uni<Void> tasks(SqlConnection transaction, List<Planned> tasks) {
        return run(
                transaction,
                TASKS,
                Tuple.of(
                        tasks.stream().map(Planned::groupId).toArray(String[]::new),
                        tasks.stream().map(Planned::roomUid).toArray(String[]::new),
                        tasks.stream().map(task -> task.kind().text()).toArray(String[]::new),
                        tasks.stream().map(Planned::payload).toArray(String[]::new)));
    }

    private Uni<Void> repeats(SqlConnection transaction, ImPlan plan) {
        if (plan.joined.isEmpty() || config.repeatAfter().isZero())
            return Uni.createFrom().voidItem();
        return run(
                transaction,
                REPEATS,
                Tuple.of(
                        plan.joined.values().toArray(String[]::new),
                        plan.joined.keySet().toArray(String[]::new),
                        config.repeatAfter().toMillis()));
    }

    private static Uni<Void> run(SqlConnection transaction, String sql, Tuple values) {
        return transaction.preparedQuery(sql).execute(values).replaceWithVoid();
    }
}
