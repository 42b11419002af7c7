package io.rtcroom.call;

import static io.rtcroom.Fixtures.addresses;
import static io.rtcroom.Fixtures.profile;

import io.rtcroom.agent.Agent;
import io.rtcroom.agent.AgentState;
import io.rtcroom.agent.ExploredAgents;
import io.rtcroom.queue.ExploredMatching;
import io.rtcroom.queue.OfferOutcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Some agents and callers and one queue: the production rules of calls, agents and matching, put together as
 * {@code Desk} does. Every method is one transaction; a copy is what the database would give the next.
 */
final class World {
    static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final int MOST_MISSED = 2;

    final Map<String, Agent> agents = new LinkedHashMap<>();
    /** Null before the caller comes; in the order of coming. */
    final Map<Integer, Call> calls = new LinkedHashMap<>();

    World(int agentCount) {
        for (int i = 0; i < agentCount; i++) agents.put("a" + i, ExploredAgents.closed("a" + i, NOW));
    }

    World copy() {
        World copy = new World(0);
        agents.forEach((id, agent) -> copy.agents.put(id, ExploredAgents.copy(agent, NOW)));
        calls.forEach((id, call) -> copy.calls.put(id, new Call(call.row(), call.participants(), NOW)));
        return copy;
    }

    /** What further moves depend on. Agents are alike, so which of them is which does not count. */
    String key() {
        Stream<String> ofAgents = agents.values().stream()
                .map(agent -> ExploredAgents.key(agent) + " " + callOf(agent.userId()))
                .sorted();
        Stream<String> ofCalls = calls.values().stream().map(World::key);
        return Stream.concat(ofAgents, ofCalls).collect(Collectors.joining(","));
    }

    private static String key(Call call) {
        if (call.state() == CallState.ENDED) return "ENDED";
        Participant caller = call.find(call.caller());
        return call.state() + " " + caller.state() + " " + caller.dialsLeft();
    }

    private String callOf(String agent) {
        return calls.entrySet().stream()
                .filter(each -> agentOf(each.getValue()).contains(agent))
                .map(each -> each.getKey() + partOf(agent, each.getValue().row().transfer()))
                .collect(Collectors.joining("+"));
    }

    private static String partOf(String agent, Transfer transfer) {
        if (transfer == null) return "";
        return (agent.equals(transfer.by()) ? " hands over" : "")
                + (agent.equals(transfer.to()) ? " takes over" : "")
                + transfer.queue();
    }

    static String agentOf(Call call) {
        return call.participants().stream()
                .filter(one -> one.role() == Role.AGENT && one.state().engages())
                .map(one -> one.userId() + one.state())
                .collect(Collectors.joining("+"));
    }

    void enter(int caller) {
        String user = "c" + caller;
        Participant self = Participant.caller(profile(user), "phone", addresses(user), NOW);
        calls.put(caller, Call.start(new UUID(7, caller), self, "queue", "", NOW));
    }

    void match() {
        List<Integer> waiting = calls.entrySet().stream()
                .filter(each -> each.getValue().state() == CallState.QUEUED
                        || each.getValue().soughtIn() != null)
                .map(Map.Entry::getKey)
                .toList();
        List<Agent> idle = agents.values().stream()
                .filter(agent -> agent.state() == AgentState.IDLE && !agent.isDraining())
                .toList();
        ExploredMatching.pair(waiting, idle, NOW).forEach((caller, agent) -> {
            calls.get(caller).invite(agent, Role.AGENT, null, NOW);
            agents.get(agent).offer();
        });
    }

    void accept(Call call, String agent) {
        call.accept(profile(agent), "desk", addresses(agent));
        call.dial(NOW);
        agents.get(agent).answer();
    }

    /** Who is called back is there. */
    void comeBack(Call call) {
        call.accept(profile(call.caller()), "phone", addresses(call.caller()));
    }

    /** An idle agent is asked to take over. */
    void handTo(Call call, String by, String agent) {
        call.handTo(by, agent, NOW);
        agents.get(agent).offer();
    }

    /** Anything that may free an agent: the call moves, and whoever is no longer in it follows. */
    void move(Call call, Runnable move) {
        List<Participant> before = new ArrayList<>(call.participants());
        move.run();
        for (Participant was : before) {
            Participant is = call.find(was.userId());
            if (was.role() == Role.AGENT && was.state().engages() && !is.state().engages())
                OfferOutcome.of(is.state())
                        .free(agents.get(is.userId()), Duration.ofSeconds(10), Duration.ofSeconds(5), MOST_MISSED);
        }
    }

    /** The heartbeat is lost, or the agent closes at once: the call first, then the shift. */
    void lose(String agent) {
        for (Call call : calls.values())
            if (call.find(agent) != null && call.find(agent).state().engages()) move(call, () -> call.lose(agent));
        agents.get(agent).close("lost");
    }
}
