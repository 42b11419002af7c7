package io.rtcroom.deploy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * k8s/: the chart's own output as plain manifests. The base is one rendering; an overlay is what turns it into another:
 * further resources, patches, and deletions.
 */
final class Kustomization {
    static final Path FOLDER = Repository.path("k8s");
    static final List<String> OVERLAYS = List.of("trial", "production");

    private static final String HEADER =
            "# Written from deploy/helm/rtcroom by mvn -pl dev/deploy-checks test -Dupdate; not to be edited.\n";

    private Kustomization() {}

    /** What an overlay must build: the chart's rendering less what only Helm can do. */
    static Map<String, JsonNode> rendered(String overlay) {
        return plain(Chart.render(
                overlay.equals("trial") ? Chart.valuesOf("trial") : FOLDER.resolve("overlays/production/values.yaml")));
    }

    /** Every generated file by its path below k8s/. */
    static Map<String, String> files() {
        var files = new TreeMap<String, String>();
        Map<String, JsonNode> base = plain(Chart.render(FOLDER.resolve("base/values.yaml")));
        ObjectNode kustomization = kustomization();
        addResources(files, "base/", base, kustomization.putArray("resources"));
        files.put("base/kustomization.yaml", text(kustomization));
        for (String overlay : OVERLAYS) addOverlay(files, "overlays/" + overlay + "/", base, rendered(overlay));
        return files;
    }

    private static void addOverlay(
            Map<String, String> files, String folder, Map<String, JsonNode> base, Map<String, JsonNode> wanted) {
        ObjectNode kustomization = kustomization();
        ArrayNode resources = kustomization.putArray("resources").add("../../base");
        var further = new LinkedHashMap<>(wanted);
        further.keySet().removeAll(base.keySet());
        addResources(files, folder, further, resources);
        ArrayNode patches = kustomization.putArray("patches");
        base.forEach((id, object) -> {
            if (object.equals(wanted.get(id))) return;
            ObjectNode patch = patches.addObject();
            patch.putObject("target").put("kind", object.path("kind").asText()).put("name", Manifests.nameOf(object));
            patch.put(
                    "patch",
                    wanted.containsKey(id) ? write(JsonPatch.between(object, wanted.get(id))) : deletion(object));
        });
        files.put(folder + "kustomization.yaml", text(kustomization));
    }

    /** One file for each part. */
    private static void addResources(
            Map<String, String> files, String folder, Map<String, JsonNode> objects, ArrayNode resources) {
        var parts = new TreeMap<String, String>();
        objects.values()
                .forEach(object -> parts.merge(Manifests.partOf(object), write(object), (a, b) -> a + "---\n" + b));
        parts.forEach((part, yaml) -> {
            resources.add(part + ".yaml");
            files.put(folder + part + ".yaml", HEADER + yaml);
        });
    }

    private static Map<String, JsonNode> plain(Manifests manifests) {
        var objects = new TreeMap<String, JsonNode>();
        for (JsonNode object : manifests.objects()) {
            if (object.at("/metadata/annotations").has(Chart.HOOK)) continue;
            var labels = (ObjectNode) object.at("/metadata/labels");
            labels.remove("helm.sh/chart");
            labels.put("app.kubernetes.io/managed-by", "kustomize");
            objects.put(object.path("kind").asText() + " " + Manifests.nameOf(object), object);
        }
        return objects;
    }

    private static ObjectNode kustomization() {
        return Repository.YAML
                .createObjectNode()
                .put("apiVersion", "kustomize.config.k8s.io/v1beta1")
                .put("kind", "Kustomization");
    }

    private static String deletion(JsonNode object) {
        ObjectNode deletion = Repository.YAML.createObjectNode().put("$patch", "delete");
        deletion.set("apiVersion", object.path("apiVersion"));
        deletion.set("kind", object.path("kind"));
        deletion.putObject("metadata").put("name", Manifests.nameOf(object));
        return write(deletion);
    }

    private static String text(JsonNode document) {
        return HEADER + write(document);
    }

    private static String write(JsonNode document) {
        try {
            return Repository.YAML.writeValueAsString(document);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
