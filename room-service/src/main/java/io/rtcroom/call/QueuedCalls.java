package io.rtcroom.call;

import io.rtcroom.call.Calls.Party;
import io.rtcroom.database.Database;
import io.rtcroom.problem.ProblemException;
import io.rtcroom.problem.ProblemType;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.UUID;
import java.util.stream.Collectors;

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

    /**
     * Offers each call that still waits to its agent, in this order, and says how many. If one of the agents is engaged
     * meanwhile, the transaction begins anew.
     *
     * @param followedBy the calls' follower, who may know more of these agents
     */
    public Uni<Integer> ring(
            SqlConnection connection, SequencedMap<UUID, String> agents, Duration ringFor, CallFollower followedBy) {
        return table.lockAll(connection, agents.keySet()).chain(locked -> {
            Map<UUID, Call> calls = locked.stream().collect(Collectors.toMap(Call::id, call -> call));
            SequencedMap<String, Call> wanted = new LinkedHashMap<>();
            agents.forEach((id, agent) -> {
                if (mayRing(calls.get(id), agent)) wanted.put(agent, calls.get(id));
            });
            return ringThose(connection, wanted, ringFor, followedBy);
        });
    }

    /** Whoever listens already stays who they are. */
    private static boolean mayRing(Call call, String agent) {
        boolean waits = call != null && (call.state() == CallState.QUEUED || call.soughtIn() != null);
        return waits && !call.notIn(List.of(agent)).isEmpty();
    }

    private Uni<Integer> ringThose(
            SqlConnection connection, SequencedMap<String, Call> wanted, Duration ringFor, CallFollower followedBy) {
        Map<String, UUID> callOf = new HashMap<>();
        wanted.forEach((agent, call) -> {
            callOf.put(agent, call.id());
            call.invite(agent, Role.AGENT, null, call.now().plus(ringFor));
        });
        // Issued together, they travel in one round trip; the connection runs them in this order.
        return Uni.combine()
                .all()
                .unis(takeAll(connection, callOf), table.save(connection, wanted.values(), followedBy))
                .with((taken, saved) -> wanted.size());
    }

    private Uni<Void> takeAll(SqlConnection connection, Map<String, UUID> callOf) {
        return engagements
                .take(connection, callOf)
                .invoke(free -> {
                    // One of them is engaged meanwhile: the next attempt sees it.
                    if (free.size() < callOf.size()) throw new Database.LostRaceException();
                })
                .replaceWithVoid();
    }

    /** The locked call. @throws ProblemException NO_SUCH_CALL */
    public Uni<Call> require(SqlConnection connection, UUID callId) {
        return table.lock(connection, callId).onItem().ifNull().failWith(() -> CallDirectory.noSuchCall(callId));
    }

    public Uni<Void> save(SqlConnection connection, Call call) {
        return table.save(connection, call);
    }

    /** Rings this agent, who takes the caller over. @throws ProblemException USER_ENGAGED, ILLEGAL_CALL_TRANSITION */
    public Uni<Void> handTo(SqlConnection connection, Call call, String by, String agent, Duration ringFor) {
        call.handTo(by, agent, call.now().plus(ringFor));
        return engagements
                .take(connection, call.id(), List.of(agent))
                .invoke(free -> {
                    if (free.isEmpty())
                        throw new ProblemException(ProblemType.USER_ENGAGED, "%s is engaged in another call", agent);
                })
                .replaceWithVoid();
    }

    /** Ends a wait that has lasted too long, and then the call unless an agent is there; null if it is over already. */
    public Uni<Call> timeOut(SqlConnection connection, UUID callId) {
        return table.lock(connection, callId).chain(call -> {
            boolean waits = call != null && call.state() == CallState.QUEUED;
            if (!waits && (call == null || call.soughtIn() == null))
                return Uni.createFrom().nullItem();
            if (waits) call.end(EndReason.TIMED_OUT, null);
            else call.giveUpTransfer();
            return table.save(connection, call).replaceWith(call);
        });
    }
}
