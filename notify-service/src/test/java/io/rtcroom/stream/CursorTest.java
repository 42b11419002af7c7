package io.rtcroom.stream;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.lessThan;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.rtcroom.history.Followers;
import io.rtcroom.problem.ProblemException;
import io.rtcroom.problem.ProblemType;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CursorTest {
    @Test
    void itIsReadAsItWasWritten() {
        Cursor cursor = new Cursor(Map.of("room:a", 3L, "user:žofie", 1L), Set.of("room:a"), 17, 23);

        assertEquals(cursor, Cursor.parse(cursor.text()));
    }

    @Test
    void itIsBase64UrlOfJson() {
        String json = "{\"room:a\":3}";

        assertEquals(new Cursor(Map.of("room:a", 3L), Set.of(), 0, 0), Cursor.parse(base64(json)));
    }

    @Test
    void aChunkOfFollowsAndAHundredRoomsFitIntoIt() {
        Map<String, Long> seqs = new HashMap<>();
        for (int i = 0; i < 100; i++) seqs.put("room:" + UUID.randomUUID(), 123_456L);
        Set<String> left = new HashSet<>();
        for (int i = 0; i < Followers.CHUNK; i++) left.add("chat:%032d:%032d".formatted(i, i));
        left.forEach(chat -> seqs.put(chat, 123_456L));
        Cursor cursor = new Cursor(seqs, left, Long.MAX_VALUE, Long.MAX_VALUE);

        assertEquals(cursor, Cursor.parse(cursor.text()));
        assertThat(cursor.text().length(), lessThan(15_500));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "7",
                "{\"room:a\":-1}",
                "{\"room:a\":\"1\"}",
                "{\"room:a\":1.5}",
                "{\"room:a\":99999999999999999999}",
                "{\"room:a\":null}",
                "{\"nocolon\":1}",
                "{\"__proto__\":1}",
                "{\"room:\\n\":1}",
                "{\"left:room:a\":0}",
                "{\"room:a\":1",
            })
    void anythingElseIsRefused(String json) {
        assertInvalid(base64(json));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "%%%", "ü", "a b", "eyJyb29tOmEiOjN9=garbage"})
    void whatIsNotBase64UrlIsRefused(String text) {
        assertInvalid(text);
    }

    @Test
    void aHugeOneIsRefused() {
        assertInvalid("a".repeat(20_000));
    }

    private static void assertInvalid(String text) {
        var refused = assertThrows(ProblemException.class, () -> Cursor.parse(text));
        assertEquals(ProblemType.INVALID_CURSOR, refused.type());
    }

    private static String base64(String json) {
        return Base64.getUrlEncoder().encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }
}
