package io.rtcroom.call;

import io.rtcroom.event.EventData.CallObserved;
import io.rtcroom.room.Profile;
import java.util.List;

/** Those who listen to a call and send nothing. */
final class Observers {
    private final CallChange call;

    Observers(CallChange call) {
        this.call = call;
    }

    /** Whoever listens already goes on. @param actor whose doing it is */
    void add(Profile profile, String device, String actor) {
        String userId = profile.userId();
        if (call.people().is(userId, Participant::listens)) return;
        boolean isElsewhere = call.people().notIn(List.of(userId)).contains(userId);
        call.require(call.state() != CallState.ENDED && isElsewhere, userId);
        call.put(Participant.observer(profile, device, call.now()));
        call.append(new CallObserved(userId), userId, actor, null);
    }
}
