package io.rtcroom.queue;

import io.rtcroom.agent.Skills;
import io.rtcroom.call.Call;
import io.rtcroom.call.Calls;
import io.rtcroom.call.Calls.Party;
import io.rtcroom.call.QueuedCalls;
import io.rtcroom.database.Database;
import io.rtcroom.problem.ProblemException;
import io.rtcroom.problem.ProblemType;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.ZoneOffset;
import java.util.UUID;

/** Entering a queue and looking where one stands. Entering holds the queue's row, so its length is exact. */
@Singleton
class Entries {
    private static final String FIND =
            "select " + Entry.COLUMNS + " from queue_entry e where e.queue = $1 and e.id = $2";
    private static final String LIVE =
            "select " + Entry.COLUMNS + " from queue_entry e where e.queue = $1 and e.caller = $2 and e.live";
    private static final String LOAD =
            """
            select count(*)::int, exists (
                select from agent_queue q join agent a on a.user_id = q.user_id
                where q.queue = $1 and a.state <> 'CLOSED' and a.lease_until > (select presence_floor()))
            from queue_entry where queue = $1 and live
            """;
    private static final String ENTER =
            """
            insert into queue_entry (queue, call_id, caller, state, skills, priority, due_at, entered_at, wait_until,
                last_agent)
            select $1, $2, $3::text, 'WAITING', $4, $5::int,
                $6::timestamptz - $5::int * $7::float8 * interval '1 millisecond', $6::timestamptz,
                $6::timestamptz + $8::float8 * interval '1 millisecond',
                (select o.agent from queue_entry e cross join lateral (
                        select agent, number from offer where entry_id = e.id and outcome = 'ACCEPTED' offset 0) o
                    where e.caller = $3::text order by o.number desc limit 1)
            returning id
            """;
    private static final String PRIORITISE =
            """
            update queue_entry set priority = $3::int,
                due_at = entered_at - $3::int * $4::float8 * interval '1 millisecond'
            where queue = $1 and id = $2 and live
            """;
    private static final String ESTIMATE =
            """
            select count(*)::int, percentile_cont(0.25) within group (order by held),
                percentile_cont(0.75) within group (order by held),
                (select count(*)::int from agent_queue q join agent a on a.user_id = q.user_id
                    where q.queue = $1 and a.state <> 'CLOSED')
            from (select extract(epoch from ended_at - decided_at)::float8 as held from offer
                where queue = $1 and outcome = 'ACCEPTED' and ended_at is not null
                order by decided_at desc limit $2) recent
            """;

    private final Database database;
    private final Queues queues;
    private final QueuedCalls calls;
    private final Calls running;
    private final Dispatcher dispatcher;
    private final QueueConfig config;

    Entries(
            Database database,
            Queues queues,
            QueuedCalls calls,
            Calls running,
            Dispatcher dispatcher,
            QueueConfig config) {
        this.database = database;
        this.queues = queues;
        this.calls = calls;
        this.running = running;
        this.dispatcher = dispatcher;
        this.config = config;
    }

    /**
     * Takes a place, and an agent at once if one is free.
     *
     * @throws ProblemException NO_SUCH_QUEUE, QUEUE_CLOSED, QUEUE_FULL, NO_AGENT_ON_DUTY, USER_ENGAGED
     */
    Uni<Entry> enter(String queue, Party caller, Skills skills, int priority, String info) {
        return database.transaction(connection -> queues.lock(connection, queue)
                        .call(open -> requireRoom(connection, open))
                        .chain(open -> calls.start(connection, caller, queue, info)
                                .chain(call -> place(connection, open, call, skills, priority))))
                .call(() -> dispatcher.match(queue).onFailure().recoverWithItem(0))
                .chain(id -> require(queue, id))
                .onFailure(Entries::isSecondPlace)
                .recoverWithUni(() -> live(queue, caller.userId()));
    }

    /** A place for the caller of a locked call. */
    Uni<UUID> place(SqlConnection connection, Queue queue, Call call, Skills skills, int priority) {
        return connection
                .preparedQuery(ENTER)
                .execute(Tuple.tuple()
                        .addString(queue.name())
                        .addUUID(call.id())
                        .addString(call.caller())
                        .addString(skills.json())
                        .addInteger(priority)
                        .addOffsetDateTime(call.now().atOffset(ZoneOffset.UTC))
                        .addLong(config.priorityStep().toMillis())
                        .addLong(queue.maxWait().toMillis()))
                .map(rows -> rows.iterator().next().getUUID(0));
    }

    /** Whoever waits to be called back is engaged by nothing: their place alone says that they have one. */
    static boolean isSecondPlace(Throwable failure) {
        return String.valueOf(failure.getMessage()).contains("queue_entry_place");
    }

    /** The caller need not stay: they are rung when an agent has taken the call. @throws ProblemException NO_SUCH_ENTRY */
    Uni<Entry> callBack(Entry entry) {
        return running.defer(entry.callId(), entry.caller(), config.callbackTries())
                .chain(() -> require(entry.queue(), entry.id()));
    }

    Uni<Void> requireRoom(SqlConnection connection, Queue queue) {
        if (!queue.isOpen()) throw refused(ProblemType.QUEUE_CLOSED, "queue %s is outside its hours", queue.name());
        return connection.preparedQuery(LOAD).execute(Tuple.of(queue.name())).map(rows -> {
            var load = rows.iterator().next();
            if (!queue.unstaffed() && !load.getBoolean(1))
                throw refused(ProblemType.NO_AGENT_ON_DUTY, "no agent of queue %s is on duty", queue.name());
            if (load.getInteger(0) >= queue.maxLength())
                throw refused(ProblemType.QUEUE_FULL, "%s callers wait in queue %s", load.getInteger(0), queue.name());
            return null;
        });
    }

    private static ProblemException refused(ProblemType type, String detail, Object... values) {
        return new ProblemException(type, detail, values);
    }

    /** From now on the caller stands as if they had come earlier, or not. @throws ProblemException NO_SUCH_ENTRY */
    Uni<Entry> prioritise(String queue, UUID id, int priority) {
        return database.query(
                        PRIORITISE,
                        Tuple.of(queue, id, priority, config.priorityStep().toMillis()))
                .chain(() -> require(queue, id));
    }

    /** @throws ProblemException NO_SUCH_ENTRY */
    Uni<Entry> require(String queue, UUID id) {
        return find(FIND, Tuple.of(queue, id)).onItem().ifNull().failWith(() -> noSuchEntry(id));
    }

    /** The place the caller has in the queue, or null. */
    Uni<Entry> live(String queue, String caller) {
        return find(LIVE, Tuple.of(queue, caller));
    }

    static ProblemException noSuchEntry(UUID id) {
        return new ProblemException(ProblemType.NO_SUCH_ENTRY, "there is no entry %s", id);
    }

    private Uni<Entry> find(String sql, Tuple key) {
        return database.query(sql, key)
                .map(rows -> rows.size() == 0 ? null : Entry.of(rows.iterator().next()));
    }

    /** How long one still waits, from how long agents really held callers. */
    Uni<Estimate> estimate(Entry entry) {
        return database.query(ESTIMATE, Tuple.of(entry.queue(), config.estimateSample()))
                .map(rows -> {
                    var row = rows.iterator().next();
                    return Estimate.of(
                            entry.ahead(), row.getInteger(0), row.getDouble(1), row.getDouble(2), row.getInteger(3));
                });
    }
}
