package io.rtcroom.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** One route table: what the local edge does, every edge does. */
class RoutesTest {
    private static final Pattern LOCAL_ROUTE = Pattern.compile("Route\\.(to|held)\\((\\w+), \"([^\"]+)\"\\)");

    private record Route(String prefix, String service, boolean held) {}

    @Test
    void theChartRoutesAsTheLocalEdgeDoes() {
        assertEquals(ofLocalEdge(), ofChart());
    }

    @Test
    void theIngressesRouteAsTheTableSays() {
        var manifests = Chart.render("production");

        List<Route> routed = Stream.of("rtcroom-edge", "rtcroom-edge-held")
                .flatMap(name -> Manifests.elements(
                                manifests.one("Ingress", name).at("/spec/rules/0/http/paths"))
                        .map(path -> new Route(
                                path.path("path").asText(),
                                path.at("/backend/service/name").asText().replace("rtcroom-", ""),
                                name.endsWith("-held"))))
                .toList();

        assertEquals(sorted(ofChart()), sorted(routed));
    }

    @Test
    void theHttpRouteRoutesAsTheTableSays() {
        JsonNode route = Chart.render("operators").one("HTTPRoute", "rtcroom-edge");

        List<Route> routed = Manifests.elements(route.at("/spec/rules"))
                .map(rule -> new Route(
                        rule.at("/matches/0/path/value").asText(),
                        rule.at("/backendRefs/0/name").asText().replace("rtcroom-", ""),
                        rule.at("/timeouts/request").asText().equals("0s")))
                .toList();

        assertEquals(ofChart(), routed);
    }

    @Test
    void nothingInternalIsRouted() {
        assertFalse(ofChart().stream().anyMatch(route -> route.prefix().matches("/(internal|q)?(/.*)?")));
    }

    private static List<Route> ofChart() {
        return Manifests.elements(Chart.file("files/routes.yaml"))
                .map(route -> new Route(
                        route.path("prefix").asText(),
                        route.path("service").asText(),
                        route.path("held").asBoolean()))
                .toList();
    }

    /** From its source: the documents of the API, which it serves besides, are a laptop's convenience. */
    private static List<Route> ofLocalEdge() {
        String source = Repository.read("dev/local-stack/src/main/java/io/rtcroom/stack/edge/RouteTable.java");
        String table = source.substring(source.indexOf("PUBLIC ="), source.indexOf("INTERNAL ="));
        return LOCAL_ROUTE
                .matcher(table)
                .results()
                .map(route -> new Route(
                        route.group(3),
                        source.replaceAll("(?s).*String " + route.group(2) + " = \"([^\"]+)\".*", "$1"),
                        route.group(1).equals("held")))
                .toList();
    }

    private static List<Route> sorted(List<Route> routes) {
        return routes.stream()
                .sorted(java.util.Comparator.comparing(Route::prefix))
                .toList();
    }
}
