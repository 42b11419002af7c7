package io.rtcroom.agent;

import io.rtcroom.call.CallTable;
import io.rtcroom.credential.Caller;
import io.rtcroom.database.Database;
import io.rtcroom.group.ImGroups;
import io.rtcroom.problem.ProblemException;
import io.rtcroom.problem.ProblemType;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowIterator;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;

/** Being on duty. Locks are taken in one order everywhere: call, agent, room. */
@Singleton
public class Agents {
    private static final String ROLE = "agent";
    private static final String SLOT = "select call_id from agent_slot where agent = $1";
    /**
     * Beats of the agent are beats in the call, too. The call is first, as everywhere: whoever ends it goes on to the agent,
     * and what is counted makes the database take that order.
     */
    private static final String BEAT =
            """
            with call_beat as (
                update call_participant p set lease_until = clock_timestamp() + $2 * interval '1 millisecond'
                from agent_slot s where s.agent = $1 and p.call_id = s.call_id and p.user_id = $1 and p.state = 'JOINED'
                returning p.call_id)
            update agent set lease_until = clock_timestamp() + $2 * interval '1 millisecond'
            where user_id = $1 and state <> 'CLOSED' and (select count(*) from call_beat) >= 0 returning user_id
            """;

    private static final String SILENT =
            "select from agent where user_id = $1 and state <> 'CLOSED' and lease_until <= (select presence_floor())";

    private final Database database;
    private final AgentTable table;
    private final AgentRooms rooms;
    private final CallTable calls;
    private final ImGroups imGroups;
    private final AgentConfig config;
    private final WhenIdle whenIdle;

    Agents(
            Database database,
            AgentTable table,
            AgentRooms rooms,
            CallTable calls,
            ImGroups imGroups,
            AgentConfig config,
            WhenIdle whenIdle) {
        this.database = database;
        this.table = table;
        this.rooms = rooms;
        this.calls = calls;
        this.imGroups = imGroups;
        this.config = config;
        this.whenIdle = whenIdle;
    }

    /** @throws ProblemException NOT_ALLOWED unless the user may be an agent here */
    public void requireAdmission(Caller.User user) {
        if (config.admission() == AgentConfig.Admission.ROLE && !user.roles().contains(ROLE))
            throw new ProblemException(ProblemType.NOT_ALLOWED, "%s's token has no role agent", user.id());
    }

    /** Begins a shift with a room of its own. @throws ProblemException AGENT_OPEN */
    public Uni<Agent> open(String userId, Skills skills, List<String> queues, String roomInfo) {
        return database.transaction(connection -> table.lockOrMake(connection, userId)
                        .invoke(Agent::requireClosed)
                        .chain(agent -> rooms.open(connection, userId, roomInfo)
                                .invoke(room -> agent.open(
                                        skills, room.uid(), room.name().roomId()))
                                .chain(() -> table.save(connection, agent))
                                .chain(() -> table.assign(connection, userId, queues))
                                .replaceWith(agent)))
                .call(agent -> imGroups.ensure(agent.roomId(), agent.roomUid()))
                .invoke(() -> whenIdle.idle(List.of(userId)));
    }

    /** Ends the shift; a caller who was with the agent waits again, before all others. */
    public Uni<Agent> close(String userId, String reason) {
        return database.transaction(
                connection -> slotOf(connection, userId).chain(callId -> withdraw(connection, callId, userId)
                        .chain(() -> require(connection, userId))
                        .call(agent -> requireSlotIsFree(connection, userId))
                        .chain(agent -> end(connection, agent, reason))));
    }

    private Uni<Agent> end(SqlConnection connection, Agent agent, String reason) {
        UUID room = agent.roomUid();
        agent.close(reason);
        return (agent.events().isEmpty() ? Uni.createFrom().voidItem() : table.save(connection, agent))
                .chain(() -> rooms.end(connection, room))
                .replaceWith(agent);
    }

    /** The call goes on without the agent: back into the queue. */
    private Uni<Void> withdraw(SqlConnection connection, UUID callId, String userId) {
        if (callId == null) return Uni.createFrom().voidItem();
        return calls.lock(connection, callId).onItem().ifNotNull().transformToUni(call -> {
            call.lose(userId);
            return calls.save(connection, call);
        });
    }

    /** An offer came between the look and the lock: it is tried again. */
    private Uni<Void> requireSlotIsFree(SqlConnection connection, String userId) {
        return slotOf(connection, userId)
                .invoke(callId -> {
                    if (callId != null) throw new Database.LostRaceException();
                })
                .replaceWithVoid();
    }

    private static Uni<UUID> slotOf(SqlConnection connection, String userId) {
        return connection.preparedQuery(SLOT).execute(Tuple.of(userId)).map(Agents::firstId);
    }

    private static UUID firstId(RowSet<Row> rows) {
        RowIterator<Row> iterator = rows.iterator();
        return iterator.hasNext() ? iterator.next().getUUID(0) : null;
    }

    /** Ends the shift once the call that goes on is over. */
    public Uni<Agent> drain(String userId) {
        return database.transaction(connection -> require(connection, userId).chain(agent -> {
            UUID room = agent.roomUid();
            agent.drain();
            return table.save(connection, agent)
                    .chain(() -> agent.state() == AgentState.CLOSED
                            ? rooms.end(connection, room)
                            : Uni.createFrom().voidItem())
                    .replaceWith(agent);
        }));
    }

    /** @throws ProblemException ILLEGAL_AGENT_TRANSITION */
    public Uni<Agent> takeBreak(String userId, String reason) {
        return change(userId, agent -> agent.takeBreak(reason));
    }

    /** Ends a break or a wrap-up. @throws ProblemException ILLEGAL_AGENT_TRANSITION */
    public Uni<Agent> ready(String userId) {
        return change(userId, Agent::ready).invoke(() -> whenIdle.idle(List.of(userId)));
    }

    /** The agent lets somebody in beside the caller they were given. */
    public Uni<Agent> admit(String userId, String guest) {
        return database.transaction(connection ->
                require(connection, userId).call(agent -> rooms.admit(connection, agent.roomUid(), guest)));
    }

    /** @throws ProblemException NOT_ON_DUTY */
    public Uni<Void> beat(String userId) {
        return database.query(BEAT, Tuple.of(userId, config.heartbeatTimeout().toMillis()))
                .map(rows -> {
                    if (rows.size() == 0) throw notOnDuty(userId);
                    return null;
                });
    }

    /** @throws ProblemException NOT_ON_DUTY if they never were */
    public Uni<Agent> require(String userId) {
        return table.find(userId).invoke(agent -> {
            if (agent == null) throw notOnDuty(userId);
        });
    }

    /** Ends the shift of an agent whose heartbeat is lost, unless it has come meanwhile. */
    Uni<Void> closeIfSilent(String userId) {
        return database.query(SILENT, Tuple.of(userId))
                .chain(rows -> rows.size() == 0
                        ? Uni.createFrom().voidItem()
                        : close(userId, "heartbeat-lost").replaceWithVoid());
    }

    /** Ends the wrap-ups of those of them who have rested; whom others hold right now, the next look finds. */
    Uni<Void> wake(Collection<String> users) {
        return database.transaction(connection -> table.lockFree(connection, users)
                        .map(agents -> agents.stream().filter(Agent::isRested).toList())
                        .call(rested -> {
                            rested.forEach(Agent::ready);
                            return table.save(connection, rested);
                        }))
                .invoke(rested ->
                        whenIdle.idle(rested.stream().map(Agent::userId).toList()))
                .replaceWithVoid();
    }

    private Uni<Agent> change(String userId, Consumer<Agent> decision) {
        return database.transaction(connection -> require(connection, userId)
                .invoke(decision)
                .call(agent -> agent.events().isEmpty() ? Uni.createFrom().voidItem() : table.save(connection, agent)));
    }

    private Uni<Agent> require(SqlConnection connection, String userId) {
        return table.lock(connection, userId).invoke(agent -> {
            if (agent == null) throw notOnDuty(userId);
        });
    }

    private static ProblemException notOnDuty(String userId) {
        return new ProblemException(ProblemType.NOT_ON_DUTY, "%s is not on duty as an agent", userId);
    }
}
