package io.rtcroom.queue;

import static java.util.stream.Collectors.toMap;

import io.rtcroom.agent.Agent;
import io.rtcroom.agent.AgentTable;
import io.rtcroom.agent.Skills;
import io.rtcroom.agent.WhenIdle;
import io.rtcroom.call.Call;
import io.rtcroom.call.CallState;
import io.rtcroom.call.Participant;
import io.rtcroom.call.QueuedCalls;
import io.rtcroom.call.Role;
import io.rtcroom.call.WhenSettled;
import io.rtcroom.database.Database;
import io.rtcroom.loop.Each;
import io.rtcroom.queue.Matching.Free;
import io.rtcroom.queue.Matching.Pair;
import io.rtcroom.queue.Matching.Waiting;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jboss.logging.Logger;

/**
 * Brings callers and agents together: when a caller comes, when an agent is free, and in a sweep; on any replica. A round
 * holds the queue's row, so rounds of one queue come one after the other and each sees all that was committed before.
 */
@Singleton
class Dispatcher implements WhenIdle, WhenSettled {
    private static final Logger LOG = Logger.getLogger(Dispatcher.class);
    /** Most rounds are for one agent who has become free: they need not read all who wait. */
    private static final int FIRST_LOOK = 4;

    static final int QUEUES_AT_ONCE = 4;

    /**
     * Those who have dropped keep their place, but are not given to an agent who would find nobody. Nor are those who are
     * to be called back while they talk elsewhere. The look at each of them, in the order of the places, ends with the
     * limit: a join may, by old statistics, begin elsewhere and read everybody.
     */
    private static final String WAITING =
            """
            select e.id, e.call_id, e.skills, e.entered_at, e.last_agent, array(
                select i.user_id from call_participant i
                where i.call_id = e.call_id and (i.user_id = e.caller or i.state in ('JOINED', 'RINGING', 'PENDING')))
            from (
                select * from queue_entry
                where queue = $1 and live and state = 'WAITING' and ($3::uuid is null
                    or (due_at, number) > (select due_at, number from queue_entry where id = $3::uuid))
                order by due_at, number) e
            cross join lateral (
                select from call_participant p
                where p.call_id = e.call_id and p.user_id = e.caller
                    and (p.state = 'JOINED' and p.lease_until > (select presence_floor())
                        or p.state = 'DEFERRED' and e.not_before <= clock_timestamp()
                            and not exists (select from engagement g where g.user_id = e.caller))
                offset 0) p
            order by e.due_at, e.number limit $2
            """;

    /** None for whoever wraps up or has gone: a round would find nothing new. */
    private static final String QUEUES_OF =
            """
            select distinct q.queue
            from unnest($1::text[]) as woken (user_id) join agent a using (user_id)
                join agent_queue q using (user_id)
            where a.state = 'IDLE'
            """;

    private final Database database;
    private final Queues queues;
    private final AgentTable agents;
    private final QueuedCalls calls;
    private final Desk desk;
    private final QueueConfig config;
    /** Queues with a round to come that has not looked yet: it sees whatever has been committed by then. */
    private final Set<String> due = ConcurrentHashMap.newKeySet();

    Dispatcher(Database database, Queues queues, AgentTable agents, QueuedCalls calls, Desk desk, QueueConfig config) {
        this.database = database;
        this.queues = queues;
        this.agents = agents;
        this.calls = calls;
        this.desk = desk;
        this.config = config;
    }

    /** One round; says how many pairs it made. */
    Uni<Integer> match(String queue) {
        return database.transaction(connection -> queues.lock(connection, queue)
                .invoke(locked -> due.remove(queue))
                .chain(locked -> round(connection, locked)));
    }

    private Uni<Integer> round(SqlConnection connection, Queue queue) {
        return waiting(connection, queue.name(), null, FIRST_LOOK)
                .chain(waiting -> waiting.isEmpty()
                        ? Uni.createFrom().item(0)
                        : agents.idle(connection, queue.name())
                                .chain(idle -> pairAndRing(connection, queue, waiting, idle)));
    }

    /** Only the chosen are locked, so that no round hides from another whom it does not need. */
    private Uni<Integer> pairAndRing(SqlConnection connection, Queue queue, List<Waiting> waiting, List<Agent> idle) {
        return pair(connection, queue, waiting, FIRST_LOOK, free(idle)).chain(pairs -> {
            if (pairs.isEmpty()) return Uni.createFrom().item(0);
            Map<String, Instant> chosen = pairs.stream()
                    .collect(toMap(
                            pair -> pair.agent().userId(), pair -> pair.agent().idleSince()));
            return agents.lockIdle(connection, chosen).chain(locked -> {
                if (locked.size() == pairs.size()) return ring(connection, queue, pairs, locked);
                // Another round was quicker with some of them: the callers get whom else there is.
                locked.forEach(agent -> chosen.remove(agent.userId()));
                return pairAndRing(
                        connection,
                        queue,
                        waiting,
                        idle.stream()
                                .filter(agent -> !chosen.containsKey(agent.userId()))
                                .toList());
            });
        });
    }

    /** A round, unless one is to come: of very many who are idle at once, few rounds wait for each other. */
    private Uni<Integer> matchOnce(String queue) {
        return due.add(queue)
                ? match(queue).onTermination().invoke(() -> due.remove(queue))
                : Uni.createFrom().item(0);
    }

    /** Agents whom none of these callers needs are for those behind them. @param limit that was set to these */
    private Uni<List<Pair>> pair(
            SqlConnection connection, Queue queue, List<Waiting> waiting, int limit, List<Free> idle) {
        List<Pair> pairs = queue.matching().pair(waiting, idle);
        List<Free> left = new ArrayList<>(idle);
        pairs.forEach(pair -> left.remove(pair.agent()));
        if (left.isEmpty() || waiting.size() < limit) return Uni.createFrom().item(pairs);
        int next = config.matchBatch();
        return waiting(connection, queue.name(), waiting.getLast().id(), next)
                .chain(behind -> behind.isEmpty()
                        ? Uni.createFrom().item(pairs)
                        : pair(connection, queue, behind, next, left)
                                .map(more -> Stream.concat(pairs.stream(), more.stream())
                                        .toList()));
    }

    /** All pairs of the round together. */
    private Uni<Integer> ring(SqlConnection connection, Queue queue, List<Pair> pairs, List<Agent> locked) {
        SequencedMap<UUID, String> offers = new LinkedHashMap<>();
        pairs.forEach(pair -> offers.put(pair.entry().callId(), pair.agent().userId()));
        return calls.ring(connection, offers, queue.offerFor(), desk.with(locked));
    }

    /** The first of those behind this place, or of all. */
    private Uni<List<Waiting>> waiting(SqlConnection connection, String queue, UUID behind, int limit) {
        return connection
                .preparedQuery(WAITING)
                .execute(Tuple.of(queue, limit, behind))
                .map(rows -> {
                    List<Waiting> waiting = new ArrayList<>(rows.size());
                    for (Row row : rows)
                        waiting.add(new Waiting(
                                row.getUUID(0),
                                row.getUUID(1),
                                Skills.read(row.getString(2)),
                                row.get(OffsetDateTime.class, 3).toInstant(),
                                row.getString(4),
                                Set.of(row.getArrayOfStrings(5))));
                    return waiting;
                });
    }

    private static List<Free> free(List<Agent> agents) {
        return agents.stream().map(Dispatcher::free).toList();
    }

    static Free free(Agent agent) {
        return new Free(agent.userId(), agent.skills(), agent.stateSince(), agent.lastOfferedAt(), agent.occupancy());
    }

    @Override
    public void idle(Collection<String> agents) {
        if (agents.isEmpty()) return;
        database.query(QUEUES_OF, Tuple.tuple().addArrayOfString(agents.toArray(String[]::new)))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> row.getString(0))
                        .toList())
                .chain(queues -> Each.of(queues, QUEUES_AT_ONCE, "queue not matched queue", this::matchOnce))
                .subscribe()
                .with(done -> {}, Dispatcher::leaveToTheSweep);
    }

    @Override
    public void settled(Call call) {
        if (call.queue() == null) return;
        String sought = call.state() == CallState.QUEUED ? call.queue() : call.soughtIn();
        if (sought != null) matchOnce(sought).subscribe().with(pairs -> {}, Dispatcher::leaveToTheSweep);
        idle(call.changed().stream()
                .filter(one -> one.role() == Role.AGENT && !one.isRinging() && !one.isJoined())
                .map(Participant::userId)
                .toList());
    }

    private static void leaveToTheSweep(Throwable failure) {
        LOG.debugf("matching is left to the sweep: %s", failure.toString());
    }
}
