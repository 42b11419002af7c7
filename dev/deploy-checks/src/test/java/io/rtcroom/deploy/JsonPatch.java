package io.rtcroom.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** The steps of RFC 6902 that make one document of another. */
final class JsonPatch {
    private final ArrayNode steps = Repository.YAML.createArrayNode();

    static ArrayNode between(JsonNode from, JsonNode to) {
        var patch = new JsonPatch();
        patch.compare("", from, to);
        return patch.steps;
    }

    private void compare(String path, JsonNode from, JsonNode to) {
        if (from.equals(to)) return;
        if (from.isObject() && to.isObject()) compareFields(path, from, to);
        else if (from.isArray() && to.isArray() && from.size() == to.size())
            for (int i = 0; i < from.size(); i++) compare(path + "/" + i, from.get(i), to.get(i));
        else step("replace", path).set("value", to);
    }

    private void compareFields(String path, JsonNode from, JsonNode to) {
        for (var field : from.properties()) {
            String below = path + "/" + escaped(field.getKey());
            if (to.has(field.getKey())) compare(below, field.getValue(), to.get(field.getKey()));
            else step("remove", below);
        }
        for (var field : to.properties())
            if (!from.has(field.getKey()))
                step("add", path + "/" + escaped(field.getKey())).set("value", field.getValue());
    }

    private ObjectNode step(String operation, String path) {
        return steps.addObject().put("op", operation).put("path", path);
    }

    private static String escaped(String field) {
        return field.replace("~", "~0").replace("/", "~1");
    }
}
