package io.rtcroom.compat;

import io.rtcroom.room.Family;
import io.vertx.core.http.HttpMethod;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A path of the dialect, understood.
 *
 * @param family null for utils and agent_room
 */
record Endpoint(Family family, Operation operation) {
    /** Clients join their base address and the name with none, one or two slashes (protocol.md §1.1). */
    static Optional<Endpoint> find(HttpMethod method, String path) {
        List<String> parts =
                Arrays.stream(path.split("/")).filter(part -> !part.isEmpty()).toList();
        if (parts.size() != 3) return Optional.empty();
        String group = parts.get(1);
        Family family = family(group);
        Operation operation = Operation.find(parts.get(2), kind(group, family));
        return operation != null && operation.allows(method)
                ? Optional.of(new Endpoint(family, operation))
                : Optional.empty();
    }

    /** Null if there is no such group. */
    private static Operation.Group kind(String group, Family family) {
        if (family != null) return family == Family.LIVE ? Operation.Group.LIVE : Operation.Group.ROOM;
        return switch (group) {
            case "utils" -> Operation.Group.UTILS;
            case "agent_room" -> Operation.Group.AGENT;
            default -> null;
        };
    }

    private static Family family(String group) {
        return switch (group) {
            case "double_room" -> Family.DOUBLE;
            case "multi_room", "rtc_room" -> Family.MULTI;
            case "live_room" -> Family.LIVE;
            default -> null;
        };
    }
}
