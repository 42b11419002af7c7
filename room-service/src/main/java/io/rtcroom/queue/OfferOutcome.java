package io.rtcroom.queue;

import io.rtcroom.agent.Agent;
import io.rtcroom.call.ParticipantState;
import java.time.Duration;

/** What became of an offer, and what that means for the agent. */
public enum OfferOutcome {
    /** And the call it made is over, too. */
    ACCEPTED,
    DECLINED,
    EXPIRED,
    /** The caller was gone first. */
    WITHDRAWN;

    /** @param left how the agent is no longer in the call */
    public static OfferOutcome of(ParticipantState left) {
        return switch (left) {
            case DECLINED -> DECLINED;
            case MISSED -> EXPIRED;
            case LEFT, LOST -> ACCEPTED;
            case PENDING, RINGING, JOINED, DEFERRED, BUSY, CANCELLED -> WITHDRAWN;
        };
    }

    /** The agent's slot is free: they rest as they deserve. */
    public void free(Agent agent, Duration wrapUp, Duration pause, int mostMissed) {
        switch (this) {
            case ACCEPTED -> agent.finish(wrapUp);
            case DECLINED -> agent.decline(pause, "declined");
            case EXPIRED -> agent.miss(pause, mostMissed);
            case WITHDRAWN -> agent.decline(Duration.ZERO, "withdrawn");
        }
    }
}
