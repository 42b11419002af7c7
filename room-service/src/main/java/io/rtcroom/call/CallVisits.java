package io.rtcroom.call;

import io.rtcroom.address.StreamAddresses;
import io.rtcroom.call.Calls.Party;
import io.rtcroom.problem.ProblemException;
import io.rtcroom.problem.ProblemType;
import io.rtcroom.room.Family;
import io.rtcroom.room.RoomName;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * A call as the room that old clients take it for: they are asked into it by its id, which stands where a room's name does
 * (protocol.md §7.6), and know rooms only. Whoever was asked and enters has accepted, a beat is the call's, and whoever
 * leaves hangs up or declines.
 */
@Singleton
public class CallVisits {
    private static final Pattern CALL_ID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    private final CallDirectory directory;
    private final CallEntrance entrance;
    private final Calls calls;
    private final CallBeats beats;

    CallVisits(CallDirectory directory, CallEntrance entrance, Calls calls, CallBeats beats) {
        this.directory = directory;
        this.entrance = entrance;
        this.calls = calls;
        this.beats = beats;
    }

    /** The call of this name if the user was asked into it, else null: it does not exist for anybody else. */
    public Uni<Call> find(RoomName name, String userId) {
        if (!mayBeCall(name)) return Uni.createFrom().nullItem();
        return directory.find(UUID.fromString(name.roomId())).map(call -> isAsked(call, userId) ? call : null);
    }

    private static boolean isAsked(Call call, String userId) {
        Participant one = call == null ? null : call.find(userId);
        return one != null && !one.isPending();
    }

    /** Ordinary rooms pay nothing. */
    private static boolean mayBeCall(RoomName name) {
        return name.family() != Family.LIVE && CALL_ID.matcher(name.roomId()).matches();
    }

    /** Whoever is in the call already keeps their stream. */
    public Uni<StreamAddresses> addresses(Call call, String userId) {
        return entrance.addresses(call, userId);
    }

    /** @throws ProblemException ANSWERED_ELSEWHERE, ILLEGAL_CALL_TRANSITION */
    public Uni<Void> enter(Call call, Party party) {
        return calls.accept(call.id(), party).replaceWithVoid();
    }

    /** @throws ProblemException NOT_IN_CALL, which clients who leave twice expect (protocol.md §7.5) */
    public Uni<Void> leave(Call call, String userId) {
        return calls.hangUp(call.id(), userId)
                .onFailure(CallVisits::isIllegal)
                .transform(e -> new ProblemException(ProblemType.NOT_IN_CALL, "%s", e.getMessage()))
                .replaceWithVoid();
    }

    private static boolean isIllegal(Throwable failure) {
        return failure instanceof ProblemException problem && problem.type() == ProblemType.ILLEGAL_CALL_TRANSITION;
    }

    /** @throws ProblemException NOT_IN_CALL, also if there is no such call */
    public Uni<Void> beat(RoomName name, String userId) {
        if (!mayBeCall(name))
            return Uni.createFrom()
                    .failure(() -> new ProblemException(
                            ProblemType.NOT_IN_CALL, "%s is not in room %s", userId, name.roomId()));
        return beats.beat(UUID.fromString(name.roomId()), userId);
    }
}
