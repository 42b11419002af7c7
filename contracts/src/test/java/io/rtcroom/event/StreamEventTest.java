package io.rtcroom.event;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.rtcroom.event.EventJson.UndecodableEventException;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StreamEventTest {
    private static final StreamEvent EVENT = new StreamEvent(
            UUID.fromString("0193f1e0-5f3a-7c11-9a77-3f2c9d1b8e42"),
            StreamEvent.PUBLISHED,
            "alice_1a2b",
            "alice",
            "nginx-1",
            "17",
            Instant.parse("2026-11-21T16:00:00.123Z"));

    private static final String GOLDEN =
            "{\"id\":\"0193f1e0-5f3a-7c11-9a77-3f2c9d1b8e42\",\"type\":\"stream.published\",\"streamId\":\"alice_1a2b\","
                    + "\"userId\":\"alice\",\"server\":\"nginx-1\",\"clientId\":\"17\",\"at\":\"2026-11-21T16:00:00.123Z\"}";

    @Test
    void theDocumentIsAlwaysTheSame() {
        assertEquals(GOLDEN, EVENT.json());
        assertEquals(EVENT, StreamEvent.read(GOLDEN));
    }

    @Test
    void whatANewerProducerAddsIsOverlooked() {
        assertEquals(EVENT, StreamEvent.read(GOLDEN.replace("{", "{\"node\":\"eu-1\",")));
    }

    @Test
    void aRecordedFileIsNamed() {
        String golden = GOLDEN.replace("stream.published", "stream.recorded")
                .replace("}", ",\"file\":{\"name\":\"alice_1a2b-17.flv\",\"size\":7340032,\"durationMillis\":61040}}");

        assertEquals(golden, StreamEvent.read(golden).json());
        assertThrows(
                UndecodableEventException.class,
                () -> StreamEvent.read(GOLDEN.replace("stream.published", "stream.recorded")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "{}", "[]", "17", "{\"type\":\"stream.ended\",\"streamId\":\"alice_1a2b\"}"})
    void whatSaysNothingOfAPublishIsRefused(String text) {
        assertThrows(UndecodableEventException.class, () -> StreamEvent.read(text));
    }
}
