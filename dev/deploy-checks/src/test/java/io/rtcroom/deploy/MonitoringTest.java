package io.rtcroom.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MonitoringTest {
    private static final Pattern METRIC = Pattern.compile("\\b([a-z][a-z0-9_]+)\\{");
    private static final Pattern OWN_METER = Pattern.compile("\"(rtcroom(?:\\.[a-z]+)+)\"");
    private static final String RUNBOOKS = "docs/operations.md";

    @Test
    void everyAlertHasItsRunbook() {
        Set<String> anchors = Repository.read(RUNBOOKS)
                .lines()
                .filter(line -> line.startsWith("#"))
                .map(line -> line.replaceFirst("#+ ", "").toLowerCase().replace(' ', '-'))
                .collect(Collectors.toSet());

        for (JsonNode rule : rules()) {
            String[] link = rule.at("/annotations/runbook_url").asText().split("#");
            assertTrue(link[0].endsWith(RUNBOOKS), link[0]);
            assertTrue(anchors.contains(link[1]), link[1]);
        }
    }

    @Test
    void everyRunbookHasItsAlert() {
        String runbooks = Repository.read(RUNBOOKS).split("\n## Runbooks\n")[1];
        Set<String> described = runbooks.lines()
                .filter(line -> line.startsWith("### "))
                .map(line -> line.substring(4))
                .collect(Collectors.toCollection(TreeSet::new));

        Set<String> alerts = rules().stream()
                .map(rule -> rule.path("alert").asText())
                .collect(Collectors.toCollection(TreeSet::new));

        assertEquals(alerts, described);
    }

    @Test
    void alertsAndDashboardsUseWhatTheServicesExport() throws IOException {
        Set<String> exported = exported();

        Set<String> unknown = expressions()
                .flatMap(expression -> METRIC.matcher(expression).results().map(metric -> metric.group(1)))
                .filter(metric -> !metric.equals("up") && !exported.contains(metric))
                .collect(Collectors.toCollection(TreeSet::new));

        assertEquals(Set.of(), unknown);
    }

    @Test
    void everySeriesOfADashboardIsOfTheChosenNamespace() {
        dashboards()
                .flatMap(MonitoringTest::queries)
                .forEach(query -> assertEquals(
                        METRIC.matcher(query).results().count(),
                        query.split("namespace=\"\\$namespace\"", -1).length - 1L,
                        query));
    }

    private static List<JsonNode> rules() {
        JsonNode rules =
                Chart.render("production").one("PrometheusRule", "rtcroom").at("/spec/groups/0/rules");
        assertTrue(rules.size() > 10);
        return Manifests.elements(rules).toList();
    }

    private static Stream<JsonNode> dashboards() {
        return Stream.of("rooms", "delivery", "runtime").map(name -> Chart.file("files/dashboards/" + name + ".json"));
    }

    private static Stream<String> queries(JsonNode dashboard) {
        return Manifests.elements(dashboard.path("panels"))
                .flatMap(panel -> Manifests.elements(panel.path("targets")))
                .map(target -> target.path("expr").asText());
    }

    private static Stream<String> expressions() {
        return Stream.concat(
                rules().stream().map(rule -> rule.path("expr").asText()),
                dashboards().flatMap(MonitoringTest::queries));
    }

    /** Our own by the names in the sources; a counter ends in _total. */
    private static Set<String> exported() throws IOException {
        var names = new TreeSet<String>();
        names.addAll(Files.readAllLines(Path.of("src/test/resources/exported-metrics.txt")));
        for (String module : List.of("contracts", "room-service", "notify-service"))
            try (Stream<Path> sources = Files.walk(Repository.path(module).resolve("src/main/java"))) {
                sources.filter(Files::isRegularFile)
                        .flatMap(source ->
                                OWN_METER.matcher(Repository.read(source)).results())
                        .map(meter -> meter.group(1).replace('.', '_'))
                        .forEach(name -> names.addAll(Set.of(name, name + "_total")));
            }
        return names;
    }
}
