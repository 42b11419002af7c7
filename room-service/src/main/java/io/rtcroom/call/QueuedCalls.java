package io.rtcroom.call;

import io.rtcroom.call.Calls.Party;
import io.rtcroom.problem.ProblemException;
import io.rtcroom.problem.ProblemType;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/** Calls that wait for an agent, within the transactions of whoever gives them one. */
@Singleton
public class QueuedCalls {
    private final CallTable table;
    private final Engagements engagements;

    QueuedCalls(CallTable table, Engagements engagements) {
        this.table = table;
        this.engagements = engagements;
    }

    /** A new call that waits. @throws ProblemException USER_ENGAGED */
    public Uni<Call> start(SqlConnection connection, Party caller, String queue, String info) {
        return engagements.begin(connection).chain(beginning -> engagements
                .take(connection, beginning.id(), List.of(caller.userId()))
                .chain(free -> {
                    if (free.isEmpty())
                        throw new ProblemException(
                                ProblemType.USER_ENGAGED, "%s is engaged in another call", caller.userId());
                    Call call = Call.start(
                            beginning.id(),
                            Participant.caller(caller.profile(), caller.device(), caller.addresses(), beginning.at()),
                            queue,
                            info,
                            beginning.at());
                    return table.insert(connection, call, null).replaceWith(call);
                }));
    }

    /** Offers the call to an agent; false if it waits no longer, or the agent is engaged in a call of their own. */
    public Uni<Boolean> ring(SqlConnection connection, UUID callId, String agent, Duration ringFor) {
        return table.lock(connection, callId).chain(call -> {
            if (call == null || call.state() != CallState.QUEUED)
                return Uni.createFrom().item(false);
            return engagements.take(connection, callId, List.of(agent)).chain(free -> {
                if (free.isEmpty()) return Uni.createFrom().item(false);
                call.invite(agent, Role.AGENT, null, call.now().plus(ringFor));
                return table.save(connection, call).replaceWith(true);
            });
        });
    }

    /** Ends a wait that has lasted too long; null if it is over already. */
    public Uni<Call> timeOut(SqlConnection connection, UUID callId) {
        return table.lock(connection, callId).chain(call -> {
            if (call == null || call.state() != CallState.QUEUED)
                return Uni.createFrom().nullItem();
            call.end(EndReason.TIMED_OUT, null);
            return table.save(connection, call).replaceWith(call);
        });
    }
}
