package io.rtcroom.stack.edge;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Which service answers a path; the first route that matches. */
record RouteTable(List<Route> routes) {
    private static final String ROOM = "room-service";
    private static final String URL = "url-service";
    private static final String NOTIFY = "notify-service";

    /** What the world may ask for. */
    static final RouteTable PUBLIC = new RouteTable(List.of(
            Route.to(URL, "/v1/streams"),
            Route.to(URL, "/hooks/tencent"),
            Route.to(NOTIFY, "/hooks/tencent-im"),
            Route.held(NOTIFY, "/v1/events"),
            Route.to(NOTIFY, "/v1/messages"),
            Route.to(NOTIFY, "/v1/webhooks"),
            Route.to(ROOM, "/weapp"),
            Route.to(ROOM, "/v1"),
            document(ROOM),
            document(URL),
            document(NOTIFY)));

    /** What the services ask each other for, and the media server asks them. */
    static final RouteTable INTERNAL = new RouteTable(List.of(
            Route.to(URL, "/internal/streams"),
            Route.to(URL, "/internal/recordings"),
            Route.to(URL, "/internal/mixes"),
            Route.to(URL, "/hooks/nginx-rtmp"),
            Route.to(NOTIFY, "/internal/im-groups"),
            Route.to(ROOM, "/internal/rooms"),
            Route.to(ROOM, "/internal/calls")));

    private static Route document(String service) {
        return new Route("/openapi/" + service + ".yaml", service, "/q/openapi", false);
    }

    /** Old clients double slashes (protocol.md §1.1); they count as one here and are passed on as they came. */
    Optional<Route> find(String rawPath) {
        String path = rawPath.replaceAll("/{2,}", "/");
        if (!path.startsWith("/") || climbs(path)) return Optional.empty();
        return routes.stream().filter(route -> route.matches(path)).findFirst();
    }

    /** A path that leaves its prefix again could reach what is not routed. */
    private static boolean climbs(String path) {
        return Arrays.stream(path.toLowerCase(Locale.ROOT).replace("%2e", ".").split("[/\\\\]|%2f|%5c"))
                .anyMatch(segment -> segment.equals(".") || segment.equals(".."));
    }
}
