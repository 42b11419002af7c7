package io.rtcroom.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rtcroom.agent.Agent;
import io.rtcroom.agent.AgentState;
import io.rtcroom.agent.ExploredAgents;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/**
 * Every state that three agents and four callers can reach, whatever comes late or never: a replica's death and a delay are
 * a move that has not been made yet, a client's death is the loss of its heartbeat.
 */
class ExplorationTest {
    private static final int AGENTS = 3;
    private static final int CALLERS = 4;
    private static final int LONGEST_WAY_HOME = 60;

    @Test
    void nobodyIsServedTwiceOrLostAndEveryWaitEnds() {
        Set<String> seen = new HashSet<>();
        Deque<World> open = new ArrayDeque<>();
        World beginning = new World(AGENTS);
        seen.add(beginning.key());
        open.push(beginning);
        while (!open.isEmpty()) {
            World world = open.pop();
            assertSound(world);
            assertEverybodyGetsHome(world);
            for (Consumer<World> move : moves(world)) {
                World next = world.copy();
                move.accept(next);
                if (seen.add(next.key())) open.push(next);
            }
        }
        assertTrue(seen.size() > 5_000, "explored no more than " + seen.size());
    }

    private static List<Consumer<World>> moves(World world) {
        List<Consumer<World>> moves = new ArrayList<>();
        moves.add(World::match);
        int comers = world.calls.size();
        if (comers < CALLERS) moves.add(next -> next.enter(comers));
        world.agents.forEach((id, agent) -> ofAgent(moves, id, agent));
        world.calls.forEach((id, call) -> ofCall(moves, id, call));
        return moves;
    }

    private static void ofAgent(List<Consumer<World>> moves, String id, Agent agent) {
        if (agent.state() == AgentState.CLOSED) moves.add(next -> ExploredAgents.open(next.agents.get(id)));
        else {
            moves.add(next -> next.lose(id));
            moves.add(next -> next.agents.get(id).drain());
        }
        if (agent.state() == AgentState.WRAP_UP) moves.add(next -> ExploredAgents.ready(next.agents.get(id)));
    }

    private static void ofCall(List<Consumer<World>> moves, int id, Call call) {
        if (call.state() == CallState.ENDED) return;
        moves.add(next -> next.move(next.calls.get(id), () -> next.calls.get(id).hangUp("c" + id)));
        moves.add(next -> next.move(next.calls.get(id), () -> next.calls.get(id).lose("c" + id)));
        if (call.state() == CallState.QUEUED)
            moves.add(next -> next.calls.get(id).end(EndReason.TIMED_OUT, null));
        for (Participant one : call.participants()) {
            if (one.role() != Role.AGENT) continue;
            String agent = one.userId();
            if (one.isRinging()) {
                moves.add(next -> next.accept(next.calls.get(id), agent));
                moves.add(next ->
                        next.move(next.calls.get(id), () -> next.calls.get(id).decline(agent)));
                moves.add(next ->
                        next.move(next.calls.get(id), () -> next.calls.get(id).expire(List.of(agent), List.of())));
            }
            if (one.isJoined())
                moves.add(next ->
                        next.move(next.calls.get(id), () -> next.calls.get(id).hangUp(agent)));
        }
    }

    /** Agents and calls say the same of each other, and a caller who is there is waiting, offered or served. */
    private static void assertSound(World world) {
        world.agents.forEach((id, agent) -> {
            List<ParticipantState> engaged = world.calls.values().stream()
                    .filter(call -> call.find(id) != null)
                    .map(call -> call.find(id).state())
                    .filter(ParticipantState::engages)
                    .toList();
            List<ParticipantState> expected =
                    switch (agent.state()) {
                        case OFFERED -> List.of(ParticipantState.RINGING);
                        case BUSY -> List.of(ParticipantState.JOINED);
                        default -> List.of();
                    };
            assertEquals(expected, engaged, () -> id + " in " + world.key());
        });
        world.calls.forEach((id, call) -> {
            String agent = World.agentOf(call);
            boolean isRight =
                    switch (call.state()) {
                        case QUEUED, ENDED -> agent.isEmpty();
                        case RINGING -> agent.matches("a.RINGING");
                        case CONNECTED -> agent.matches("a.JOINED");
                    };
            assertTrue(isRight, () -> "caller " + id + " in " + world.key());
            assertEquals(call.state() != CallState.ENDED, call.find("c" + id).isJoined());
        });
    }

    /** From here on nothing fails any more: within so many moves everybody is served, by agents who come to work. */
    private static void assertEverybodyGetsHome(World from) {
        World world = from.copy();
        for (int step = 0; step < LONGEST_WAY_HOME; step++) {
            if (world.calls.values().stream().allMatch(call -> call.state() == CallState.ENDED)) return;
            World now = world;
            world.agents.forEach((id, agent) -> {
                if (agent.state() == AgentState.CLOSED) ExploredAgents.open(agent);
                if (agent.state() == AgentState.WRAP_UP) ExploredAgents.ready(agent);
            });
            world.match();
            world.calls.forEach((id, call) -> now.calls.get(id).participants().stream()
                    .filter(one -> one.role() == Role.AGENT)
                    .forEach(one -> {
                        if (one.isRinging()) now.accept(call, one.userId());
                        else if (one.isJoined()) now.move(call, () -> call.hangUp(one.userId()));
                    }));
            world = world.copy();
        }
        throw new AssertionError("somebody waits for ever in " + from.key());
    }
}
