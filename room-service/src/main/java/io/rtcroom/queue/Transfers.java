package io.rtcroom.queue;

import io.rtcroom.agent.AgentTable;
import io.rtcroom.agent.Skills;
import io.rtcroom.call.Call;
import io.rtcroom.call.QueuedCalls;
import io.rtcroom.call.WhenSettled;
import io.rtcroom.database.Database;
import io.rtcroom.problem.ProblemException;
import io.rtcroom.problem.ProblemType;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.UUID;

/**
 * Handing a caller over within their call: the caller has a place once more, for which an agent is found or named, and the
 * first agent stays until the other one has come. Locks are taken in the order queue, call, agent.
 */
@Singleton
class Transfers {
    private static final String PRIORITY =
            "select priority from queue_entry where call_id = $1 order by number desc limit 1";

    private final Database database;
    private final Queues queues;
    private final Entries entries;
    private final QueuedCalls calls;
    private final AgentTable agents;
    private final WhenSettled whenSettled;

    Transfers(
            Database database,
            Queues queues,
            Entries entries,
            QueuedCalls calls,
            AgentTable agents,
            WhenSettled whenSettled) {
        this.database = database;
        this.queues = queues;
        this.entries = entries;
        this.calls = calls;
        this.agents = agents;
        this.whenSettled = whenSettled;
    }

    /** @throws ProblemException NO_SUCH_QUEUE, QUEUE_CLOSED, QUEUE_FULL, NO_AGENT_ON_DUTY, ILLEGAL_CALL_TRANSITION */
    Uni<Call> toQueue(UUID callId, String by, String queueName) {
        return settled(database.transaction(connection -> queues.lock(connection, queueName)
                .call(queue -> entries.requireRoom(connection, queue))
                .chain(queue -> calls.require(connection, callId)
                        .invoke(call -> call.seek(by, queueName))
                        .call(call -> place(connection, queue, call)))));
    }

    /** @throws ProblemException NOT_ON_DUTY, USER_ENGAGED, ILLEGAL_AGENT_TRANSITION, ILLEGAL_CALL_TRANSITION */
    Uni<Call> toAgent(UUID callId, String by, String agent) {
        return settled(database.transaction(connection -> calls.require(connection, callId)
                .invoke(call -> call.requireTalking(by))
                .call(call -> queueOf(connection, call)
                        .call(() -> requireKnown(connection, agent))
                        .chain(queue -> calls.handTo(connection, call, by, agent, queue.offerFor())
                                .chain(() -> place(connection, queue, call))))));
    }

    private Uni<Void> requireKnown(SqlConnection connection, String agent) {
        return agents.lock(connection, agent)
                .invoke(found -> {
                    if (found == null)
                        throw new ProblemException(ProblemType.NOT_ON_DUTY, "%s is not on duty as an agent", agent);
                })
                .replaceWithVoid();
    }

    private Uni<Queue> queueOf(SqlConnection connection, Call call) {
        if (call.queue() == null)
            throw new ProblemException(ProblemType.ILLEGAL_CALL_TRANSITION, "call %s has no agents", call.id());
        return queues.find(connection, call.queue());
    }

    /** Behind those who wait there, with the priority they had: whoever talks gains nothing by it. */
    private Uni<Void> place(SqlConnection connection, Queue queue, Call call) {
        return connection
                .preparedQuery(PRIORITY)
                .execute(Tuple.of(call.id()))
                .map(rows -> rows.iterator().next().getInteger(0))
                .chain(priority -> entries.place(connection, queue, call, Skills.NONE, priority))
                .chain(() -> calls.save(connection, call));
    }

    private Uni<Call> settled(Uni<Call> change) {
        return change.onFailure(Entries::isSecondPlace)
                .transform(e -> new ProblemException(ProblemType.USER_ENGAGED, "the caller has a place there already"))
                .invoke(whenSettled::settled);
    }
}
