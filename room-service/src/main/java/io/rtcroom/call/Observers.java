package io.rtcroom.call;

import io.rtcroom.event.EventData.CallObserved;
import io.rtcroom.problem.ProblemException;
import io.rtcroom.problem.ProblemType;
import io.rtcroom.room.Profile;
import java.util.List;

/** Those who listen to a call and send nothing. */
final class Observers {
    private final CallChange call;

    Observers(CallChange call) {
        this.call = call;
    }

    /** Whoever listens already goes on. @param actor whose doing it is @param most how many may listen */
    void add(Profile profile, String device, String actor, int most) {
        String userId = profile.userId();
        if (call.people().is(userId, Participant::listens)) return;
        boolean isElsewhere = call.people().notIn(List.of(userId)).contains(userId);
        call.require(call.state() != CallState.ENDED && isElsewhere, userId);
        requireRoom(most);
        call.put(Participant.observer(profile, device, call.now()));
        call.append(new CallObserved(userId), userId, actor, null);
    }

    private void requireRoom(int most) {
        if (call.people().those(Participant::listens).size() >= most)
            throw new ProblemException(
                    ProblemType.TOO_MANY_OBSERVERS, "call %s has %d observers, as many as may be", call.id(), most);
    }
}
