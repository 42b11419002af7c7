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
import java.util.function.Function;

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

    /** @param time null for the usual @param whenLive whether the caller's stream must be live first */
    record Ringing(Duration time, boolean whenLive) {
        static final Ringing USUAL = new Ringing(null, false);
    }

    /**
     * Rings all of them; those who are engaged elsewhere are busy. If the one who is called is calling right now, this is an
     * answer.
     *
     * @throws ProblemException USER_ENGAGED if the caller is in another call, IDEMPOTENCY_KEY_REUSED
     */
    Uni<Call> invite(Party caller, Set<String> invited, String info, Ringing ringing, CallKey key) {
        return database.transaction(connection -> begin(connection, caller, invited, info, ringing, key))
                .onFailure(e -> e instanceof CallerEngagedException || isRepeated(e))
                .recoverWithUni(() -> meet(caller, invited, key));
    }

    /** The same key at the same time, and the other attempt's call is over already. */
    private static boolean isRepeated(Throwable failure) {
        return String.valueOf(failure.getMessage()).contains("call_key");
    }

    private Uni<Call> begin(
            SqlConnection connection, Party caller, Set<String> invited, String info, Ringing ringing, CallKey key) {
        List<String> everybody = new ArrayList<>(invited);
        everybody.add(caller.userId());
        return engagements.begin(connection).chain(beginning -> engagements
                .take(connection, beginning.id(), everybody)
                .chain(free -> {
                    if (!free.contains(caller.userId())) throw new CallerEngagedException();
                    Participant first =
                            Participant.caller(caller.profile, caller.device, caller.addresses, beginning.at());
                    Call call = Call.start(beginning.id(), first, null, info, beginning.at());
                    ring(call, caller.userId(), invited, free, ringing);
                    call.endIfNobodyRings();
                    return table.insert(connection, call, key).replaceWith(call);
                }));
    }

    private void ring(Call call, String by, Collection<String> invited, Set<String> free, Ringing ringing) {
        Duration ringFor = ringing.time() == null ? config.ringTimeout() : ringing.time();
        for (String userId : invited) {
            if (!free.contains(userId)) call.findBusy(userId, by);
            else if (ringing.whenLive()) call.await(userId, ringFor, call.now().plus(config.liveWithin()));
            else call.invite(userId, Role.CALLEE, by, call.now().plus(ringFor));
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
                && (self.isRinging() || self.isPending())
                && invited.contains(current.row().caller());
    }

    /** @throws ProblemException NO_SUCH_CALL, ANSWERED_ELSEWHERE, ILLEGAL_CALL_TRANSITION */
    Uni<Call> accept(UUID id, Party answerer) {
        return accept(id, answerer, Calls::free);
    }

    /**
     * An agent who takes the call of somebody who asked to be called back has them rung.
     *
     * @param guard asked under the call's lock; its failure is the answer
     * @throws ProblemException USER_ENGAGED if that caller talks elsewhere by now
     */
    public Uni<Call> accept(UUID id, Party answerer, Guard guard) {
        return change(connection -> require(connection, id)
                        .call(() -> guard.check(connection))
                        .call(call -> engageCaller(connection, call, answerer.userId())
                                .invoke(isFree -> accept(call, answerer, isFree))))
                .invoke(call -> {
                    if (!call.find(answerer.userId()).isJoined())
                        throw new ProblemException(
                                ProblemType.USER_ENGAGED, "%s talks elsewhere and is called back later", call.caller());
                });
    }

    private void accept(Call call, Party answerer, boolean callerIsFree) {
        if (!callerIsFree) {
            call.passTurn(answerer.userId());
            return;
        }
        call.accept(answerer.profile, answerer.device, answerer.addresses);
        call.dial(call.now().plus(config.ringTimeout()));
    }

    private Uni<Boolean> engageCaller(SqlConnection connection, Call call, String agent) {
        return call.dialsFor(agent)
                ? engagements
                        .take(connection, call.id(), List.of(call.caller()))
                        .map(free -> !free.isEmpty())
                : Uni.createFrom().item(true);
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

    /**
     * Listens from now on.
     *
     * @param by whose doing it is
     * @throws ProblemException NO_SUCH_CALL, ILLEGAL_CALL_TRANSITION, TOO_MANY_OBSERVERS
     */
    Uni<Call> observe(UUID id, Profile observer, String device, String by) {
        return change(id, call -> call.observe(observer, device, by, config.maxObservers()));
    }

    /** @throws ProblemException ILLEGAL_CALL_TRANSITION, NOT_IN_CALL */
    public Uni<Call> completeTransfer(UUID id, String by) {
        return change(id, call -> call.completeTransfer(by));
    }

    /** @throws ProblemException ILLEGAL_CALL_TRANSITION, NOT_IN_CALL */
    public Uni<Call> cancelTransfer(UUID id, String by) {
        return change(id, call -> call.cancelTransfer(by));
    }

    /** The caller need not stay. @throws ProblemException ILLEGAL_CALL_TRANSITION */
    public Uni<Call> defer(UUID id, String caller, int tries) {
        return change(id, call -> call.defer(caller, tries));
    }

    /** Rings more people in the middle. @throws ProblemException CALL_FULL, NOT_IN_CALL */
    Uni<Call> inviteMore(UUID id, String by, Set<String> invited, Duration ringFor) {
        return database.transaction(connection -> require(connection, id)
                .invoke(call -> call.requireMayInvite(by))
                .invoke(call -> requireSeats(call, invited))
                .chain(call -> engagements
                        .take(connection, id, call.notIn(invited))
                        .chain(free -> {
                            ring(call, by, call.notIn(invited), free, new Ringing(ringFor, false));
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
        return change(connection ->
                require(connection, id).call(() -> guard.check(connection)).invoke(decision));
    }

    private Uni<Call> change(Function<SqlConnection, Uni<Call>> decided) {
        return database.transaction(connection -> decided.apply(connection).call(call -> table.save(connection, call)))
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
