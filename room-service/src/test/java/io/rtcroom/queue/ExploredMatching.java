package io.rtcroom.queue;

import io.rtcroom.agent.Agent;
import io.rtcroom.agent.Skills;
import io.rtcroom.queue.Matching.Waiting;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** The real matching for explorations. */
public final class ExploredMatching {
    private ExploredMatching() {}

    /** @param waiting in their order @return caller to agent */
    public static Map<Integer, String> pair(List<Integer> waiting, List<Agent> idle, Instant now) {
        List<Waiting> callers = waiting.stream()
                .map(caller -> new Waiting(new UUID(0, caller), new UUID(1, caller), Skills.NONE, now, null, Set.of()))
                .toList();
        Map<Integer, String> pairs = new LinkedHashMap<>();
        new Matching(Strategy.LONGEST_IDLE, Skills.NONE, List.of(), now)
                .pair(callers, idle.stream().map(Dispatcher::free).toList())
                .forEach(pair -> pairs.put(
                        (int) pair.entry().id().getLeastSignificantBits(),
                        pair.agent().userId()));
        return pairs;
    }
}
