package io.rtcroom.compat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rtcroom.problem.ProblemException;
import io.rtcroom.problem.ProblemType;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.OptionalLong;

/** One request of an old client. Fields nobody asks for are ignored, such as the junk {@code v} of web forms. */
record CompatRequest(Map<String, String> query, ObjectNode body) {
    private static final String NUMBER = "[+-]?[0-9]{1,18}";

    /** The query's value; empty if there is none. */
    String fromQuery(String name) {
        return query.getOrDefault(name, "");
    }

    /** A text that must be there, though it may be empty. */
    String required(String name) {
        JsonNode value = body.path(name);
        if (!value.isTextual()) throw invalid(name, isAbsent(value) ? "is missing" : "must be text");
        return value.textValue();
    }

    /** A text, or empty. */
    String optional(String name) {
        return isAbsent(body.path(name)) ? "" : required(name);
    }

    /** A JSON object, which forms send as text (protocol.md §1.3). */
    ObjectNode requiredObject(String name) {
        JsonNode value = body.path(name);
        if (value instanceof ObjectNode object) return object;
        return Body.JSON.read(required(name).getBytes(StandardCharsets.UTF_8));
    }

    /** A text or a number, as text. */
    String requiredScalar(String name) {
        JsonNode value = body.path(name);
        return value.isNumber() ? value.asText() : required(name);
    }

    /** A whole number, which forms send as text. */
    OptionalLong number(String name) {
        JsonNode value = body.path(name);
        if (isAbsent(value)) return OptionalLong.empty();
        if (value.isIntegralNumber() && value.canConvertToLong()) return OptionalLong.of(value.longValue());
        String text = value.isTextual() ? value.textValue().trim() : "?";
        if (text.isEmpty()) return OptionalLong.empty();
        if (!text.matches(NUMBER)) throw invalid(name, "must be a whole number");
        return OptionalLong.of(Long.parseLong(text));
    }

    private static boolean isAbsent(JsonNode value) {
        return value.isMissingNode() || value.isNull();
    }

    private static ProblemException invalid(String name, String fault) {
        return ProblemException.ofField(ProblemType.INVALID_REQUEST, name, name + " " + fault);
    }
}
