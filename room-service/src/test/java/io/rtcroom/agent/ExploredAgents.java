package io.rtcroom.agent;

import java.time.Instant;
import java.util.UUID;

/** Agents for explorations, made and copied as the database would. */
public final class ExploredAgents {
    private ExploredAgents() {}

    public static Agent closed(String userId, Instant now) {
        return new Agent(
                new Agent.Stored(
                        userId, AgentState.CLOSED, Skills.NONE, null, null, 0, null, false, 0, now, now, null, 0, now),
                now);
    }

    public static void open(Agent agent) {
        agent.open(Skills.NONE, new UUID(0, 1), "room");
    }

    public static void ready(Agent agent) {
        agent.ready();
    }

    /** What {@link #copy} and further moves depend on. */
    public static String key(Agent agent) {
        return agent.state() + " " + agent.missed() + (agent.isDraining() ? " draining" : "");
    }

    public static Agent copy(Agent agent, Instant now) {
        return new Agent(
                new Agent.Stored(
                        agent.userId(),
                        agent.state(),
                        agent.skills(),
                        agent.roomUid(),
                        agent.roomId(),
                        agent.version(),
                        agent.breakReason(),
                        agent.isDraining(),
                        agent.missed(),
                        agent.stateSince(),
                        agent.openedAt(),
                        agent.readyAt(),
                        agent.busyMillis(),
                        agent.lastOfferedAt()),
                now);
    }
}
