package io.rtcroom.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.stream.Stream;

/** What the chart or kustomize made. */
record Manifests(String yaml, List<JsonNode> objects) {
    private static final Map<String, String> POD_TEMPLATES =
            Map.of("Deployment", "/spec/template", "StatefulSet", "/spec/template", "Job", "/spec/template", "Pod", "");

    Stream<JsonNode> all(String kind) {
        return objects.stream().filter(object -> object.path("kind").asText().equals(kind));
    }

    JsonNode one(String kind, String name) {
        return all(kind)
                .filter(object -> nameOf(object).equals(name))
                .findFirst()
                .orElseThrow(() -> new NoSuchElementException(kind + " " + name + " in\n" + yaml));
    }

    /** The pods, by whatever they are made. */
    Stream<JsonNode> pods() {
        return objects.stream()
                .filter(object -> POD_TEMPLATES.containsKey(object.path("kind").asText()))
                .map(object -> object.at(POD_TEMPLATES.get(object.path("kind").asText())));
    }

    Stream<JsonNode> containers() {
        return pods().flatMap(Manifests::containersOf);
    }

    /** Of a pod or of what makes pods, with those that run before the others. */
    static Stream<JsonNode> containersOf(JsonNode object) {
        JsonNode pod = object.at("/spec/template/spec").isMissingNode()
                ? object.path("spec")
                : object.at("/spec/template/spec");
        return Stream.concat(elements(pod.path("initContainers")), elements(pod.path("containers")));
    }

    static Stream<JsonNode> elements(JsonNode array) {
        return array.valueStream();
    }

    static String nameOf(JsonNode object) {
        return object.at("/metadata/name").asText();
    }

    static String partOf(JsonNode object) {
        return object.at("/metadata/labels").path("app.kubernetes.io/component").asText();
    }
}
