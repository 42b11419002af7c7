package io.rtcroom.call;

import io.rtcroom.address.StreamAddresses;
import io.rtcroom.database.Database;
import io.rtcroom.problem.ProblemException;
import io.rtcroom.problem.ProblemType;
import io.rtcroom.room.Profile;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;

/** Calling, answering and ending. Addresses are fetched before the transaction. */
@Singleton
public class Calls {
    private final Database database;
    private final CallTable table;
    private final Engagements engagements;
    private final CallDirectory directory;
    private final CallConfig config;
    private final WhenSettled whenSettled;

    Calls(
            Database database,
            CallTable table,
            Engagements engagements,
            CallDirectory directory,
            CallConfig config,
            WhenSettled whenSettled) {
        this.database = database;
        this.table = table;
        this.engagements = engagements;
        this.directory = directory;
        this.config = config;
        this.whenSettled = whenSettled;
    }

    /** Who calls, from where, and with which stream. */
    public record Party(Profile profile, String device, StreamAddresses addresses) {
        public String userId() {
            return profile.userId();
        }
    }

    /**
     * Rings all of them; those who are engaged elsewhere are busy. If the one who is called is calling right now, this is an
     * answer.
     *
     * @param ringFor null for the usual time
     * @throws ProblemException USER_ENGAGED if the caller is in another call, IDEMPOTENCY_KEY_REUSED
     */
    Uni<Call> invite(Party caller, Set<String> invited, String info, Duration ringFor, CallKey key) {
        return database.transaction(connection -> begin(connection, caller, invited, info, ringFor, key))
                .onFailure(e -> e instanceof CallerEngagedException || isRepeated(e))
                .recoverWithUni(() -> meet(caller, invited, key));
    }

    /** The same key at the same time, and the other attempt's call is over already. */
    private static boolean isRepeated(Throwable failure) {
        return String.valueOf(failure.getMessage()).contains("call_key");
    }

    private Uni<Call> begin(
            SqlConnection connection, Party caller, Set<String> invited, String info, Duration ringFor, CallKey key) {
        List<String> everybody = new ArrayList<>(invited);
        everybody.add(caller.userId());
        return engagements.begin(connection).chain(beginning -> engagements
                .take(connection, beginning.id(), everybody)
                .chain(free -> {
                    if (!free.contains(caller.userId())) throw new CallerEngagedException();
                    Participant first =
                            Participant.caller(caller.profile, caller.device, caller.addresses, beginning.at());
                    Call call = Call.start(beginning.id(), first, null, info, beginning.at());
                    ring(call, caller.userId(), invited, free, ringFor);
                    call.endIfNobodyRings();
                    return table.insert(connection, call, key).replaceWith(call);
                }));
    }

    private void ring(Call call, String by, Collection<String> invited, Set<String> free, Duration ringFor) {
        var until = call.now().plus(ringFor == null ? config.ringTimeout() : ringFor);
        for (String userId : invited) {
            if (free.contains(userId)) call.invite(userId, Role.CALLEE, by, until);
            else call.findBusy(userId, by);
        }
    }

    /** The caller is engaged: by this very request sent before, by the one they call, or by somebody else. */
    private Uni<Call> meet(Party caller, Set<String> invited, CallKey key) {
        return directory
                .repeated(caller.userId(), key)
                .chain(repeated -> repeated != null
                        ? Uni.createFrom().item(repeated)
                        : directory.of(caller.userId()).chain(current -> {
                            if (current == null || invited.size() > 1 || !isGlare(current, caller.userId(), invited))
                                throw new ProblemException(
                                        ProblemType.USER_ENGAGED,
                                        "%s is engaged%s",
                                        caller.userId(),
                                        current == null ? "" : " in call " + current.id());
                            return accept(current.id(), caller);
                        }));
    }

    private static boolean isGlare(Call current, String userId, Set<String> invited) {
        Participant self = current.find(userId);
        return self != null
                && self.isRinging()
                && invited.contains(current.row().caller());
    }

    /** @throws ProblemException NO_SUCH_CALL, ANSWERED_ELSEWHERE, ILLEGAL_CALL_TRANSITION */
    Uni<Call> accept(UUID id, Party answerer) {
        return accept(id, answerer, Calls::free);
    }

    /** @param guard asked under the call's lock; its failure is the answer */
    public Uni<Call> accept(UUID id, Party answerer, Guard guard) {
        return change(id, guard, call -> call.accept(answerer.profile, answerer.device, answerer.addresses));
    }

    Uni<Call> decline(UUID id, String userId) {
        return decline(id, userId, Calls::free);
    }

    /** @param guard asked under the call's lock; its failure is the answer */
    public Uni<Call> decline(UUID id, String userId, Guard guard) {
        return change(id, guard, call -> call.decline(userId));
    }

    /** What must hold besides for a change to be made. */
    @FunctionalInterface
    public interface Guard {
        Uni<Void> check(SqlConnection connection);
    }

    private static Uni<Void> free(SqlConnection connection) {
        return Uni.createFrom().voidItem();
    }

    public Uni<Call> cancel(UUID id, String userId) {
        return change(id, call -> call.cancel(userId));
    }

    public Uni<Call> hangUp(UUID id, String userId) {
        return change(id, call -> call.hangUp(userId));
    }

    /** Rings more people in the middle. @throws ProblemException CALL_FULL, NOT_IN_CALL */
    Uni<Call> inviteMore(UUID id, String by, Set<String> invited, Duration ringFor) {
        return database.transaction(connection -> require(connection, id)
                .invoke(call -> call.requireTalking(by))
                .invoke(call -> requireSeats(call, invited))
                .chain(call -> engagements
                        .take(connection, id, call.notIn(invited))
                        .chain(free -> {
                            ring(call, by, call.notIn(invited), free, ringFor);
                            return table.save(connection, call).replaceWith(call);
                        })));
    }

    private void requireSeats(Call call, Set<String> invited) {
        int wanted = call.seatsTaken() + call.notIn(invited).size();
        if (wanted > config.maxParticipants())
            throw new ProblemException(
                    ProblemType.CALL_FULL,
                    "call %s would have %d of %d participants",
                    call.id(),
                    wanted,
                    config.maxParticipants());
    }

    private Uni<Call> change(UUID id, Consumer<Call> decision) {
        return change(id, Calls::free, decision);
    }

    private Uni<Call> change(UUID id, Guard guard, Consumer<Call> decision) {
        return database.transaction(connection -> require(connection, id)
                        .call(() -> guard.check(connection))
                        .invoke(decision)
                        .call(call -> table.save(connection, call)))
                .invoke(whenSettled::settled);
    }

    private Uni<Call> require(SqlConnection connection, UUID id) {
        return table.lock(connection, id).onItem().ifNull().failWith(() -> CallDirectory.noSuchCall(id));
    }

    /** The caller has an engagement already; the attempt is undone. */
    private static final class CallerEngagedException extends RuntimeException {
        private static final long serialVersionUID = 1;

        CallerEngagedException() {
            super("the caller is engaged", null, false, false);
        }
    }
}
