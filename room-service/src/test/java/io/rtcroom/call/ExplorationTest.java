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
    private static final int LONGEST_WAY_HOME = 60;
    private static final int DIALS = 1;

    /** What may happen to a caller besides, in a constellation small enough for it. */
    private enum Besides {
        NOTHING,
        BEING_CALLED_BACK,
        BEING_HANDED_OVER
    }

    @Test
    void nobodyIsServedTwiceOrLostAndEveryWaitEnds() {
        explore(4, Besides.NOTHING, 5_000);
    }

    @Test
    void whoeverIsToBeCalledBackIsNotLostEither() {
        explore(2, Besides.BEING_CALLED_BACK, 500);
    }

    @Test
    void whoeverIsHandedOverIsAlwaysWithSomebodyOrWaits() {
        explore(2, Besides.BEING_HANDED_OVER, 500);
    }

    /** @param besides what may happen to the first caller */
    private static void explore(int callers, Besides besides, int fewest) {
        Set<String> seen = new HashSet<>();
        Deque<World> open = new ArrayDeque<>();
        World beginning = new World(AGENTS);
        seen.add(beginning.key());
        open.push(beginning);
        while (!open.isEmpty()) {
            World world = open.pop();
            assertSound(world);
            assertEverybodyGetsHome(world);
            for (Consumer<World> move : moves(world, callers, besides)) {
                World next = world.copy();
                move.accept(next);
                if (seen.add(next.key())) open.push(next);
            }
        }
        assertTrue(seen.size() > fewest, "explored no more than " + seen.size());
    }

    private static List<Consumer<World>> moves(World world, int callers, Besides besides) {
        List<Consumer<World>> moves = new ArrayList<>();
        moves.add(World::match);
        int comers = world.calls.size();
        if (comers < callers) moves.add(next -> next.enter(comers));
        world.agents.forEach((id, agent) -> ofAgent(moves, id, agent));
        world.calls.forEach((id, call) -> ofCall(moves, id, call));
        Call first = world.calls.get(0);
        if (first != null && first.state() != CallState.ENDED)
            switch (besides) {
                case NOTHING -> {}
                case BEING_CALLED_BACK -> ofCallback(moves, first);
                case BEING_HANDED_OVER -> ofTransfer(moves, first);
            }
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

    /** The caller need not stay, is dialled, and comes, refuses or does neither; or is engaged when their turn comes. */
    private static void ofCallback(List<Consumer<World>> moves, Call call) {
        String caller = call.caller();
        if (call.state() == CallState.QUEUED && call.find(caller).isJoined())
            moves.add(next -> next.calls.get(0).defer(caller, DIALS));
        if (call.find(caller).isRinging()) {
            moves.add(next -> next.comeBack(next.calls.get(0)));
            moves.add(
                    next -> next.move(next.calls.get(0), () -> next.calls.get(0).expire(List.of(caller), List.of())));
        }
        for (Participant one : call.participants())
            if (call.dialsFor(one.userId()))
                moves.add(next ->
                        next.move(next.calls.get(0), () -> next.calls.get(0).passTurn(one.userId())));
    }

    /** An agent hands over by the queue or to a colleague, and goes through with it or does not. */
    private static void ofTransfer(List<Consumer<World>> moves, Call call) {
        if (call.state() != CallState.CONNECTED) return;
        for (Participant one : call.participants()) {
            String agent = one.userId();
            if (!one.isAgent() || !one.isJoined()) continue;
            if (call.row().transfer() == null) {
                moves.add(next -> next.calls.get(0).seek(agent, "queue"));
                moves.add(next -> next.agents.values().stream()
                        .filter(other -> other.state() == AgentState.IDLE && !other.isDraining())
                        .findFirst()
                        .ifPresent(other -> next.handTo(next.calls.get(0), agent, other.userId())));
            } else if (agent.equals(call.row().transfer().by())) {
                moves.add(next ->
                        next.move(next.calls.get(0), () -> next.calls.get(0).cancelTransfer(agent)));
                if (call.participants().stream()
                        .anyMatch(other ->
                                other.userId().equals(call.row().transfer().to()) && other.isJoined()))
                    moves.add(next ->
                            next.move(next.calls.get(0), () -> next.calls.get(0).completeTransfer(agent)));
            }
        }
        if (call.soughtIn() != null) moves.add(next -> next.calls.get(0).giveUpTransfer());
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
            Participant caller = call.find(call.caller());
            boolean isRight =
                    switch (call.state()) {
                        case QUEUED, ENDED -> agent.isEmpty();
                        case RINGING -> agent.matches(caller.isRinging() ? "a.JOINED" : "a.RINGING");
                        case CONNECTED ->
                            agent.matches("a.JOINED")
                                    || call.row().transfer() != null
                                            && agent.matches(
                                                    "a.RINGING|a.JOINED\\+a.(RINGING|JOINED)|a.RINGING\\+a.JOINED");
                    };
            assertTrue(isRight, () -> "caller " + id + " in " + world.key());
            boolean isThere =
                    switch (call.state()) {
                        case QUEUED -> caller.isJoined() || caller.isDeferred();
                        case RINGING -> caller.isJoined() || caller.isDeferred() || caller.isRinging();
                        case CONNECTED, ENDED -> caller.isJoined();
                    };
            assertEquals(call.state() != CallState.ENDED, isThere, () -> "caller " + id + " in " + world.key());
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
            world.calls.values().forEach(call -> goOn(now, call));
            world = world.copy();
        }
        throw new AssertionError("somebody waits for ever in " + from.key());
    }

    private static void goOn(World world, Call call) {
        if (call.find(call.caller()).isRinging()) {
            world.comeBack(call);
            return;
        }
        for (Participant was : call.participants()) {
            Participant one = call.find(was.userId());
            if (!one.isAgent()) continue;
            if (one.isRinging()) world.accept(call, one.userId());
            else if (one.isJoined() && call.state() == CallState.CONNECTED)
                world.move(call, () -> call.hangUp(one.userId()));
        }
    }
}
