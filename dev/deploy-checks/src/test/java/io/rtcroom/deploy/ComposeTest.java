package io.rtcroom.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.Yaml;

/** deploy/compose.yaml, as far as it can be read without an engine. */
class ComposeTest {
    static final JsonNode COMPOSE =
            Repository.YAML.valueToTree(new Yaml().<Map<String, Object>>load(Repository.read("deploy/compose.yaml")));
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{(\\w+):\\?");

    @BeforeAll
    static void updateIfAskedTo() {
        if (Repository.isUpdate()) Repository.write(Nginx.PATH, Nginx.configuration());
    }

    @Test
    void theEdgeRoutesAsTheChartDoes() {
        assertEquals(Nginx.configuration(), Repository.read(Nginx.PATH));
    }

    @ParameterizedTest
    @ValueSource(strings = {"room-service", "url-service", "notify-service"})
    void aServiceIsToldDocumentedKeysOnly(String service) {
        var told = new TreeSet<String>();
        COMPOSE.at("/services/" + service + "/environment").fieldNames().forEachRemaining(told::add);

        told.removeAll(ConfigurationKeys.documented().variables());

        assertEquals(Set.of(), told);
    }

    @ParameterizedTest
    @ValueSource(strings = {"room-service", "url-service", "notify-service"})
    void aServiceIsGivenEverySecretItNeeds(String service) {
        JsonNode environment = COMPOSE.at("/services/" + service + "/environment");

        for (String kind : Set.of("secrets", "secretFiles"))
            Chart.file("files/services.yaml")
                    .path(service)
                    .path(kind)
                    .fieldNames()
                    .forEachRemaining(variable -> assertTrue(environment.has(variable), variable));
    }

    @Test
    void storesAreThoseOfTheTrial() {
        JsonNode values = Chart.file("values.yaml");

        assertEquals(values.at("/database/bundled/image"), COMPOSE.at("/services/postgresql/image"));
        assertEquals(values.at("/kafka/image"), COMPOSE.at("/services/kafka/image"));
        assertEquals(values.at("/kafka/image"), COMPOSE.at("/services/topics/image"));
    }

    @Test
    void theMediaServerIsTheCharts() {
        JsonNode service = COMPOSE.at("/services/media");
        JsonNode container =
                Chart.render("trial").one("StatefulSet", "rtcroom-media").at("/spec/template/spec/containers/0");

        assertEquals(container.path("image"), service.path("image"));
        assertTrue(service.path("read_only").asBoolean());
        assertEquals("[\"ALL\"]", service.path("cap_drop").toString());
    }

    /** Its control endpoint knows no credential. */
    @Test
    void ofTheOthersOnlyUrlServiceReachesTheMediaServer() {
        assertEquals("[\"media\"]", COMPOSE.at("/services/media/networks").toString());
        assertEquals(
                "[\"127.0.0.1:1935:1935\"]", COMPOSE.at("/services/media/ports").toString());
        assertEquals(
                Set.of("url-service", "media"),
                COMPOSE.path("services")
                        .propertyStream()
                        .filter(service ->
                                service.getValue().path("networks").toString().contains("\"media\""))
                        .map(Map.Entry::getKey)
                        .collect(Collectors.toSet()));
    }

    @Test
    void everyImageIsOfOneVersion() {
        StreamSupport.stream(COMPOSE.path("services").spliterator(), false)
                .map(service -> service.path("image").asText())
                .forEach(image -> assertTrue(image.matches("[^:]+:[0-9][^:]*"), image));
    }

    @Test
    void everyKeyThatMustBeGivenIsMade() throws Exception {
        Set<String> asked = VARIABLE.matcher(Repository.read("deploy/compose.yaml"))
                .results()
                .map(variable -> variable.group(1))
                .collect(Collectors.toCollection(HashSet::new));
        asked.add("TOKEN_PRIVATE_KEY");

        Map<String, String> made = new TreeMap<>();
        MakeSecretsTest.run("--env")
                .lines()
                .filter(line -> line.matches("[A-Z_]+=.+"))
                .forEach(line -> made.put(line.split("=")[0], line));

        assertEquals(new TreeSet<>(asked), made.keySet());
    }
}
