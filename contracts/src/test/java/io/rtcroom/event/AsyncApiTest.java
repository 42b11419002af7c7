package io.rtcroom.event;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.annotation.JsonTypeName;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.rtcroom.event.EventData.Unknown;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** docs/asyncapi says what the code does: every type, every field with its kind, every topic. */
class AsyncApiTest {
    private static final JsonNode DOCUMENT = read();

    static Stream<Class<?>> everyType() {
        return Arrays.<Class<?>>stream(EventData.class.getPermittedSubclasses()).filter(type -> type != Unknown.class);
    }

    @Test
    void everyTypeIsAMessageAndNothingElseIs() {
        Set<String> described = new TreeSet<>();
        DOCUMENT.at("/components/messages")
                .forEach(message -> described.add(message.path("name").asText()));

        assertEquals(new TreeSet<>(everyType().map(AsyncApiTest::wireName).toList()), described);
    }

    @ParameterizedTest
    @MethodSource("everyType")
    void theFieldsOfATypeAreThoseOfItsRecord(Class<?> type) {
        List<String> fields = schema(type).path("properties").properties().stream()
                .map(field ->
                        field.getKey() + ": " + field.getValue().path("type").asText())
                .toList();

        assertEquals(
                Arrays.stream(type.getRecordComponents())
                        .map(component -> component.getName() + ": " + kind(component))
                        .toList(),
                fields);
    }

    @ParameterizedTest
    @MethodSource("everyType")
    void aGoldenFileHasWhatIsRequiredAndNothingUnknown(Class<?> type) throws IOException {
        JsonNode golden;
        try (var file = getClass().getResourceAsStream("/golden/" + wireName(type) + ".json")) {
            golden = new ObjectMapper().readTree(file);
        }

        DOCUMENT.at("/components/schemas/Event/required")
                .forEach(field -> assertTrue(golden.has(field.asText()), field::asText));
        schema(type)
                .path("required")
                .forEach(field -> assertTrue(golden.path("data").has(field.asText()), field::asText));
        golden.path("data")
                .fieldNames()
                .forEachRemaining(
                        name -> assertTrue(schema(type).path("properties").has(name), name));
    }

    @Test
    void theTopicsAreOurs() {
        assertEquals(
                Topics.ROOM_EVENTS, DOCUMENT.at("/channels/roomEvents/address").asText());
        assertEquals(
                Topics.MESSAGE_EVENTS,
                DOCUMENT.at("/channels/messageEvents/address").asText());
    }

    private static JsonNode schema(Class<?> type) {
        return DOCUMENT.at("/components/schemas/" + type.getSimpleName());
    }

    private static String wireName(Class<?> type) {
        return type.getAnnotation(JsonTypeName.class).value();
    }

    private static String kind(RecordComponent component) {
        Class<?> type = component.getType();
        if (type == String.class || type == Instant.class) return "string";
        if (type == List.class) return "array";
        if (type == Map.class) return "object";
        if (type == boolean.class) return "boolean";
        if (type == int.class || type == long.class || type == Long.class) return "integer";
        throw new AssertionError("say what it is in JSON: " + type);
    }

    private static JsonNode read() {
        try {
            return new ObjectMapper(new YAMLFactory())
                    .readTree(Path.of("../docs/asyncapi/events.yaml").toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
