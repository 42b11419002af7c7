package io.rtcroom.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The option media: what clients, url-service and nginx are told fits together. */
class MediaServerTest {
    private static final String SECRET = "0123456789abcdef0123456789abcdef";
    private static final List<Path> MODULES = Stream.of("/usr/lib/nginx/modules", "/usr/lib64/nginx/modules")
            .map(folder -> Path.of(folder, "ngx_rtmp_module.so"))
            .toList();

    @TempDir
    private Path run;

    @TempDir
    private Path recordings;

    @ParameterizedTest
    @ValueSource(strings = {"media", "trial"})
    void nginxTakesItsConfigurationWithWhatThePodIsTold(String way) throws IOException, InterruptedException {
        String hooks = variables(server(way)).get("HOOKS");

        assertEquals("http://rtcroom-url-service/hooks/nginx-rtmp/$(HOOK_SECRET)/nginx-1", hooks);
        assertNginxTakes(hooks.replace("$(HOOK_SECRET)", SECRET).replace("rtcroom-url-service", "127.0.0.1:8082"));
    }

    @Test
    void nginxTakesItsConfigurationWithWhatComposeSays() throws IOException, InterruptedException {
        String hooks = ComposeTest.COMPOSE
                .at("/services/media/environment/HOOKS")
                .asText()
                .replace("${RTCROOM_MEDIA_HOOK_SECRET:?}", SECRET);

        assertEquals("http://url-service:8082/hooks/nginx-rtmp/" + SECRET + "/nginx-1", hooks);
        assertNginxTakes(hooks.replace("url-service", "127.0.0.1"));
    }

    @Test
    void withoutWhereToAskItDoesNotStart() throws IOException, InterruptedException {
        var answer = start(Map.of());

        assertTrue(answer.code != 0 && answer.said.contains("HOOKS"), answer::said);
    }

    /** The ports of the pod are the defaults of the script. */
    @Test
    void itListensWhereItsServicesPoint() {
        String script = Repository.read("deploy/media/start.sh");
        JsonNode ports = server("media").at("/spec/template/spec/containers/0/ports");

        Manifests.elements(ports)
                .forEach(port -> assertTrue(
                        script.contains("${" + port.path("name").asText().toUpperCase() + "_LISTEN:="
                                + port.path("containerPort").asText() + "}"),
                        port::toString));
        assertEquals(List.of("rtmp", "http"), names(ports));
        assertTrue(script.contains("${RECORDINGS:="
                + server("media")
                        .at("/spec/template/spec/containers/0/volumeMounts/0/mountPath")
                        .asText()
                + "}"));
    }

    @Test
    void urlServiceSignsForItAndGivesItOrders() {
        JsonNode told =
                Chart.render("media").one("ConfigMap", "rtcroom-url-service").path("data");

        assertEquals("bound", told.path("RTCROOM_STREAM_FORMAT").asText());
        assertEquals("media.example.com", told.path("RTCROOM_STREAM_PUSH_HOST").asText());
        assertEquals("media.example.com", told.path("RTCROOM_STREAM_PLAY_HOST").asText());
        assertEquals(
                "nginx-1=nginx-rtmp@http://rtcroom-media/control",
                told.path("RTCROOM_MEDIA_SERVERS").asText());
        for (String unserved : List.of("MIXED", "FLV", "HLS", "WEBRTC"))
            assertEquals("", told.path("RTCROOM_STREAM_SCHEMES_" + unserved).asText("missing"));
        assertEquals("6h", told.path("RTCROOM_STREAM_BOUND_TTL").asText());
    }

    @Test
    void whatTheServiceIsToldIsStronger() {
        var manifests = Chart.render(
                "media", "services: {url-service: {config: {rtcroom.stream.play-host: play.example.com}}}");

        JsonNode told = manifests.one("ConfigMap", "rtcroom-url-service").path("data");

        assertEquals("play.example.com", told.path("RTCROOM_STREAM_PLAY_HOST").asText());
        assertEquals("media.example.com", told.path("RTCROOM_STREAM_PUSH_HOST").asText());
    }

    @Test
    void onlyUrlServiceReachesItsControlAndOnlyThatItReaches() {
        var manifests = Chart.render("media");

        assertEquals(
                Set.of(
                        "media-from-clients ingress 1935 {\"ipBlock\":{\"cidr\":\"198.51.100.0/24\"}}",
                        "media-from-url-service ingress 8080 url-service",
                        "media-to-url-service egress 8082 url-service"),
                flows(manifests, "media"));
        Set<String> ofUrlService = flows(manifests, "url-service");
        assertTrue(ofUrlService.contains("url-service-to-media egress 8080 media"), ofUrlService::toString);
        assertTrue(ofUrlService.contains("url-service-from-media ingress 8082 media"), ofUrlService::toString);
    }

    @Test
    void clientsReachTheStreamsAndNothingElse() {
        JsonNode service = Chart.render("media").one("Service", "rtcroom-media-rtmp");

        assertEquals("LoadBalancer", service.at("/spec/type").asText());
        assertEquals("Local", service.at("/spec/externalTrafficPolicy").asText());
        assertEquals(List.of("rtmp"), names(service.at("/spec/ports")));
    }

    @Test
    void itIsThereOnlyIfAskedFor() {
        assertTrue(Chart.render("external").objects().stream()
                .noneMatch(object -> Manifests.partOf(object).equals("media")));
    }

    private static JsonNode server(String way) {
        return Chart.render(way).one("StatefulSet", "rtcroom-media");
    }

    private static Map<String, String> variables(JsonNode server) {
        return Manifests.containersOf(server)
                .flatMap(container -> Manifests.elements(container.path("env")))
                .collect(Collectors.toMap(variable -> variable.path("name").asText(), variable -> variable.path("value")
                        .asText()));
    }

    private static List<String> names(JsonNode ports) {
        return Manifests.elements(ports).map(port -> port.path("name").asText()).toList();
    }

    /** The named flows of a part alone: name, way, port and peer. */
    private static Set<String> flows(Manifests manifests, String part) {
        return manifests
                .all("NetworkPolicy")
                .filter(policy -> policy.at("/spec/podSelector/matchExpressions/1/values")
                        .toString()
                        .equals("[\"" + part + "\"]"))
                .map(policy -> {
                    String way = policy.at("/spec/policyTypes/0").asText().toLowerCase();
                    JsonNode rule = policy.at("/spec/" + way + "/0");
                    JsonNode peer =
                            rule.path(way.equals("ingress") ? "from" : "to").path(0);
                    String who = peer.at("/podSelector/matchLabels")
                            .path("app.kubernetes.io/component")
                            .asText();
                    return Manifests.nameOf(policy).replace("rtcroom-", "") + " " + way + " "
                            + rule.at("/ports/0/port").asText() + " " + (who.isEmpty() ? peer.toString() : who);
                })
                .collect(Collectors.toSet());
    }

    private record Answer(int code, String said) {}

    private void assertNginxTakes(String hooks) throws IOException, InterruptedException {
        Path module = MODULES.stream().filter(Files::isReadable).findFirst().orElse(null);
        assumeTrue(module != null, "nginx with the rtmp module is not installed");

        var answer = start(Map.of("HOOKS", hooks, "RTMP_MODULE", module.toString()));

        assertEquals(0, answer.code, answer.said);
        assertTrue(Repository.read(run.resolve("nginx.conf")).contains("on_publish " + hooks + ";"));
    }

    /** As the image does, but nginx only looks at its configuration. */
    private Answer start(Map<String, String> variables) throws IOException, InterruptedException {
        var builder =
                new ProcessBuilder(Repository.path("deploy/media/start.sh").toString(), "-t");
        Map<String, String> environment = new HashMap<>(variables);
        environment.put("RUN", run.toString());
        environment.put("RECORDINGS", recordings.toString());
        environment.put("WORKER_USER", System.getProperty("user.name"));
        builder.environment().putAll(environment);
        builder.environment().merge("PATH", "/usr/sbin", (path, more) -> path + ":" + more);
        Process process = builder.redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Answer(process.waitFor(), said);
    }
}
