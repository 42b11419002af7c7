package io.rtcroom.stack.edge;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The replicas of every service, asked in turn. */
final class Replicas {
    private final Map<String, List<Replica>> byService = new HashMap<>();
    private final AtomicInteger turn = new AtomicInteger();

    /** @param entries {@code service=port,port} */
    Replicas(List<String> entries) {
        for (String entry : entries) {
            String[] parts = entry.split("=");
            byService.put(
                    parts[0],
                    Stream.of(parts[1].split(","))
                            .map(Integer::valueOf)
                            .map(Replica::new)
                            .toList());
        }
    }

    Stream<Replica> all() {
        return byService.values().stream().flatMap(List::stream);
    }

    /**
     * In the order in which one request tries them: the next in turn first, those that did not answer lately last. None
     * is left out, for where all are slow a slow answer is still the best.
     */
    List<Replica> inTurn(String service) {
        var replicas = new ArrayList<>(byService.getOrDefault(service, List.of()));
        if (replicas.size() < 2) return replicas;
        Collections.rotate(replicas, -Math.floorMod(turn.getAndIncrement(), replicas.size()));
        var byRotation = replicas.stream().collect(Collectors.partitioningBy(Replica::isInRotation));
        return Stream.concat(byRotation.get(true).stream(), byRotation.get(false).stream())
                .toList();
    }
}
