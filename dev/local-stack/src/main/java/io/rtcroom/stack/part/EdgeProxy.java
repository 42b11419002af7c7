package io.rtcroom.stack.part;

import io.rtcroom.stack.config.Addresses;
import io.rtcroom.stack.config.ServiceName;
import io.rtcroom.stack.edge.Edge;
import io.rtcroom.stack.process.Signal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The proxy in front of the services. */
public final class EdgeProxy {
    private EdgeProxy() {}

    public static Part of(Addresses addresses, Map<ServiceName, List<Integer>> replicas) {
        var arguments = new ArrayList<String>();
        arguments.add(String.valueOf(addresses.edge()));
        arguments.add(String.valueOf(addresses.internalEdge()));
        replicas.forEach((service, ports) -> arguments.add(
                service.text() + "=" + ports.stream().map(String::valueOf).collect(Collectors.joining(","))));
        return new Part(
                "edge",
                addresses.edge(),
                JavaCommand.main(Edge.class, 128, List.of(), arguments),
                Map.of(),
                Signal.TERM,
                Duration.ofSeconds(5),
                () -> Http.isOk(addresses.edge(), "/"));
    }
}
