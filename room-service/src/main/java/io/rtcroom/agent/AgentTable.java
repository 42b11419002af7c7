package io.rtcroom.agent;

import io.rtcroom.database.Database;
import io.rtcroom.database.Rows;
import io.rtcroom.event.Event;
import io.rtcroom.event.Topics;
import io.rtcroom.outbox.Outbox;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Agents as locked, loaded and saved. Whoever also locks a call locks it first, or never waits for an agent. */
@Singleton
public class AgentTable {
    private static final String COLUMNS = "user_id, state, skills, room_uid, room_id, version, break_reason, draining,"
            + " missed, state_since, opened_at, ready_at, busy_millis,"
            + " greatest(last_offered_at, opened_at), clock_timestamp()";
    private static final String FIND = "select " + COLUMNS + " from agent where user_id = $1";
    private static final String ON_DUTY = "select " + COLUMNS
            + " from agent where room_uid is not null order by opened_at, user_id offset $1 limit $2";
    private static final String STATES = "select user_id, state from agent where user_id = any ($1)";
    private static final String OF_USERS =
            "select " + COLUMNS + " from {rows} join agent using (user_id) order by user_id for update of agent";
    private static final Rows.Statement<String> LOCK =
            new Rows<String>().text("user_id", user -> user).in(OF_USERS);
    private static final Rows.Statement<String> LOCK_FREE =
            new Rows<String>().text("user_id", user -> user).in(OF_USERS + " skip locked");
    /** Whoever talks in a call of their own is not free. */
    private static final String IS_IDLE =
            """
            state = 'IDLE' and not draining and lease_until > (select presence_floor())
                and not exists (select from engagement g where g.user_id = agent.user_id)""";
    /**
     * The look begins with the queue's agents and goes to each: a join may, by old statistics, begin with everybody.
     */
    private static final String IDLE = "select " + COLUMNS
            + """
             from (select user_id as of_queue from agent_queue where queue = $1) q cross join lateral (
                select * from agent
                where user_id = of_queue and %1$s
                offset 0) agent
            order by state_since limit 500
            """
                    .formatted(IS_IDLE);

    private static final Rows.Statement<Map.Entry<String, Instant>> LOCK_IDLE = new Rows<Map.Entry<String, Instant>>()
            .text("user_id", Map.Entry::getKey)
            .time("idle_since", Map.Entry::getValue)
            .in("select " + COLUMNS + " from {rows} join agent using (user_id) where " + IS_IDLE
                    + " and state_since = idle_since order by user_id for update of agent skip locked");

    private static final String MAKE =
            """
            insert into agent (user_id, state, skills, version, state_since, opened_at)
            values ($1, 'CLOSED', '{}', 0, clock_timestamp(), clock_timestamp()) on conflict do nothing
            """;
    private static final String ASSIGN =
            """
            with gone as (delete from agent_queue where user_id = $1 and queue <> all ($2))
            insert into agent_queue (queue, user_id)
            select name, $1 from queue where name = any ($2) on conflict do nothing
            """;

    private final Database database;
    private final Outbox outbox;
    private final Rows.Statement<Agent> put;

    AgentTable(Database database, Outbox outbox, AgentConfig config) {
        this.database = database;
        this.outbox = outbox;
        put = new Rows<Agent>()
                .text("user_id", Agent::userId)
                .text("state", agent -> agent.state().name())
                .text("skills", agent -> agent.skills().json())
                .uuid("room_uid", agent -> agent.isOnDuty() ? agent.roomUid() : null)
                .text("room_id", agent -> agent.isOnDuty() ? agent.roomId() : null)
                .bigint("version", Agent::version)
                .text("break_reason", Agent::breakReason)
                .bool("draining", Agent::isDraining)
                .integer("missed", Agent::missed)
                .time("state_since", Agent::stateSince)
                .time("opened_at", Agent::openedAt)
                .time("ready_at", Agent::readyAt)
                .bigint("busy_millis", Agent::busyMillis)
                .bigint("lease", agent -> config.heartbeatTimeout().toMillis())
                .in(
                        """
                        insert into agent (user_id, state, skills, room_uid, room_id, version, break_reason, draining,
                            missed, state_since, opened_at, ready_at, busy_millis, last_offered_at, lease_until)
                        select user_id, state, skills, room_uid, room_id, version, break_reason, draining,
                            missed, state_since, opened_at, ready_at, busy_millis,
                            case when state = 'OFFERED' then clock_timestamp() else '-infinity' end,
                            case when state <> 'CLOSED' then clock_timestamp() + lease * interval '1 millisecond' end
                        from {rows}
                        on conflict (user_id) do update set state = excluded.state, skills = excluded.skills,
                            room_uid = excluded.room_uid, room_id = excluded.room_id, version = excluded.version,
                            break_reason = excluded.break_reason, draining = excluded.draining,
                            missed = excluded.missed, state_since = excluded.state_since,
                            opened_at = excluded.opened_at, ready_at = excluded.ready_at,
                            busy_millis = excluded.busy_millis,
                            last_offered_at = greatest(agent.last_offered_at, excluded.last_offered_at),
                            lease_until = case when excluded.state = 'CLOSED' then null
                                else coalesce(agent.lease_until, excluded.lease_until) end
                        """);
    }

    /** The agent as of now, not locked, or null if nobody has heard of them. */
    public Uni<Agent> find(String userId) {
        return database.query(FIND, Tuple.of(userId))
                .map(rows -> rows.size() == 0 ? null : agent(rows.iterator().next()));
    }

    /** Those on duty, in the order in which they came. */
    public Uni<List<Agent>> onDuty(long offset, int limit) {
        return database.query(ON_DUTY, Tuple.of(offset, limit)).map(AgentTable::agents);
    }

    /** What the outside sees of these agents. */
    public Uni<Map<String, String>> shownStates(List<String> agents) {
        if (agents.isEmpty()) return Uni.createFrom().item(Map.of());
        return database.query(STATES, Tuple.of(agents.toArray(String[]::new))).map(rows -> {
            Map<String, String> shown = new HashMap<>();
            rows.forEach(row -> shown.put(
                    row.getString(0), AgentState.valueOf(row.getString(1)).shown()));
            return shown;
        });
    }

    /** The locked agent, or null if nobody has heard of them. */
    public Uni<Agent> lock(SqlConnection connection, String userId) {
        return lockAll(connection, List.of(userId)).map(agents -> agents.isEmpty() ? null : agents.getFirst());
    }

    /** Those of them whom anybody has heard of, locked in the order of their ids. */
    public Uni<List<Agent>> lockAll(SqlConnection connection, Collection<String> users) {
        return lock(connection, LOCK, users);
    }

    /** Like {@link #lockAll}, without those whom others hold: it never waits. */
    Uni<List<Agent>> lockFree(SqlConnection connection, Collection<String> users) {
        return lock(connection, LOCK_FREE, users);
    }

    private static Uni<List<Agent>> lock(
            SqlConnection connection, Rows.Statement<String> lock, Collection<String> users) {
        return lock.execute(connection, users).map(AgentTable::agents);
    }

    /** The locked agent, who is made if nobody has heard of them: so even the first shift is begun by one request alone. */
    Uni<Agent> lockOrMake(SqlConnection connection, String userId) {
        return lock(connection, userId).onItem().ifNull().switchTo(() -> connection
                .preparedQuery(MAKE)
                .execute(Tuple.of(userId))
                .chain(() -> lock(connection, userId)));
    }

    /** Those of a queue who could take a caller now, the longest idle first and 500 at most. They are not locked. */
    public Uni<List<Agent>> idle(SqlConnection connection, String queue) {
        return connection.preparedQuery(IDLE).execute(Tuple.of(queue)).map(AgentTable::agents);
    }

    /**
     * Locks those of them who could take a caller still, and passes over whom others hold: they are being offered or closed
     * there, and not idle for long.
     *
     * @param idle since when each was seen to be idle: whoever was anything else in between is left out
     */
    public Uni<List<Agent>> lockIdle(SqlConnection connection, Map<String, Instant> idle) {
        return LOCK_IDLE.execute(connection, idle.entrySet()).map(AgentTable::agents);
    }

    /** Writes the agent and their events. */
    public Uni<Void> save(SqlConnection connection, Agent agent) {
        return save(connection, List.of(agent));
    }

    /** Writes these agents and their events. */
    public Uni<Void> save(SqlConnection connection, List<Agent> agents) {
        return Uni.join()
                .all(put.run(connection, agents), outbox.append(connection, Topics.ROOM_EVENTS, events(agents)))
                .andFailFast()
                .replaceWithVoid();
    }

    /** Writes these agents; their events, which it returns, are the caller's to append. */
    public Uni<List<Event>> write(SqlConnection connection, List<Agent> agents) {
        return put.run(connection, agents).replaceWith(events(agents));
    }

    private static List<Event> events(List<Agent> agents) {
        return agents.stream().flatMap(agent -> agent.events().stream()).toList();
    }

    /** From now on the agent serves these queues and no others; those that do not exist are left out. */
    Uni<Void> assign(SqlConnection connection, String userId, List<String> queues) {
        return connection
                .preparedQuery(ASSIGN)
                .execute(Tuple.of(userId, queues.toArray(String[]::new)))
                .replaceWithVoid();
    }

    private static List<Agent> agents(RowSet<Row> rows) {
        List<Agent> agents = new ArrayList<>(rows.size());
        rows.forEach(row -> agents.add(agent(row)));
        return agents;
    }

    private static Agent agent(Row row) {
        return new Agent(
                new Agent.Stored(
                        row.getString(0),
                        AgentState.valueOf(row.getString(1)),
                        Skills.read(row.getString(2)),
                        row.getUUID(3),
                        row.getString(4),
                        row.getLong(5),
                        row.getString(6),
                        row.getBoolean(7),
                        row.getInteger(8),
                        instant(row, 9),
                        instant(row, 10),
                        instant(row, 11),
                        row.getLong(12),
                        instant(row, 13)),
                instant(row, 14));
    }

    private static Instant instant(Row row, int column) {
        OffsetDateTime time = row.get(OffsetDateTime.class, column);
        return time == null ? null : time.toInstant();
    }
}
