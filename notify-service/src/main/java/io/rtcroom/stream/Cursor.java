package io.rtcroom.stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rtcroom.problem.ProblemException;
import io.rtcroom.problem.ProblemType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Where a reader stands; opaque to clients.
 *
 * @param seqs the last number read, per subject
 * @param left those of them whose last event ended the reader's right to read, which the store may not know yet
 * @param follows of the follows up to this id all is read, but for the subjects named; a subject is named only while more
 *     may come, so a cursor stays as short as the list of rooms its user is in
 * @param read everything the reader may see that was stored up to this position is read
 */
record Cursor(Map<String, Long> seqs, Set<String> left, long follows, long read) {
    /** Every subject has a colon. */
    private static final String FOLLOWS = "follows";

    private static final String READ = "read";
    /** In front of a subject; no subject begins like this, so to a build that does not know it it is one more without events. */
    private static final String LEFT = "left:";

    private static final int MAX_LENGTH = 16 * 1024;
    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** @throws ProblemException {@code invalid-cursor} */
    static Cursor parse(String text) {
        if (text.length() > MAX_LENGTH) throw invalid();
        try {
            return of(MAPPER.readTree(Base64.getUrlDecoder().decode(text)));
        } catch (IOException | IllegalArgumentException e) {
            throw invalid();
        }
    }

    private static Cursor of(JsonNode json) {
        if (json == null || !json.isObject()) throw invalid();
        Map<String, Long> seqs = new HashMap<>();
        Set<String> left = new HashSet<>();
        json.properties().forEach(field -> {
            if (field.getKey().startsWith(LEFT)) left.add(field.getKey().substring(LEFT.length()));
            else seqs.put(field.getKey(), number(field.getValue()));
        });
        Long follows = seqs.remove(FOLLOWS);
        Long read = seqs.remove(READ);
        if (!seqs.keySet().stream().allMatch(Subject::isValid) || !seqs.keySet().containsAll(left)) throw invalid();
        return new Cursor(seqs, left, follows == null ? 0 : follows, read == null ? 0 : read);
    }

    private static long number(JsonNode value) {
        if (!value.isIntegralNumber() || !value.canConvertToLong() || value.longValue() < 0) throw invalid();
        return value.longValue();
    }

    String text() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        seqs.forEach(json::put);
        left.forEach(subject -> json.put(LEFT + subject, 0));
        if (follows > 0) json.put(FOLLOWS, follows);
        if (read > 0) json.put(READ, read);
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(json.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static ProblemException invalid() {
        return ProblemException.ofField(ProblemType.INVALID_CURSOR, "after", "the cursor is not one of ours");
    }
}
