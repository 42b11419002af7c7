package io.rtcroom.compat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rtcroom.problem.ProblemException;
import io.rtcroom.problem.ProblemType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** How a body is read; the content type decides (protocol.md §1.3). */
enum Body {
    JSON(1024 * 1024),
    FORM(56 * 1024),
    /** Read past: a login has all it needs in the query, whatever else it brings. */
    IGNORED(1024 * 1024);

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final int maxBytes;

    Body(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** @param contentType null if the request has none */
    static Body of(String contentType) {
        if (contentType == null) return IGNORED;
        String type = contentType.split(";", 2)[0].trim().toLowerCase(Locale.ROOT);
        return switch (type) {
            case "application/x-www-form-urlencoded" -> FORM;
            case "application/json", "text/json", "text/xml" -> JSON;
            default -> type.endsWith("+json") ? JSON : IGNORED;
        };
    }

    int maxBytes() {
        return maxBytes;
    }

    /** The fields, those of a form being text throughout. */
    ObjectNode read(byte[] bytes) {
        return switch (this) {
            case JSON -> json(bytes);
            case FORM -> form(bytes);
            case IGNORED -> JsonNodeFactory.instance.objectNode();
        };
    }

    private static ObjectNode json(byte[] bytes) {
        try {
            JsonNode json = MAPPER.readTree(bytes);
            if (json.isMissingNode() || json.isNull()) return MAPPER.createObjectNode();
            if (json instanceof ObjectNode object) return object;
            throw new ProblemException(ProblemType.UNREADABLE_BODY, "the body must be a JSON object");
        } catch (JsonProcessingException e) {
            throw new ProblemException(ProblemType.UNREADABLE_BODY, "the body is not readable as JSON");
        } catch (IOException e) {
            throw new ProblemException(ProblemType.UNREADABLE_BODY, "the body is not text");
        }
    }

    private static ObjectNode form(byte[] bytes) {
        ObjectNode fields = MAPPER.createObjectNode();
        UrlEncoded.form(new String(bytes, StandardCharsets.UTF_8)).forEach(fields::put);
        return fields;
    }
}
