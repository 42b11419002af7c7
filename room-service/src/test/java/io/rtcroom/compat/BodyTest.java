package io.rtcroom.compat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.rtcroom.problem.ProblemException;
import io.rtcroom.problem.ProblemType;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class BodyTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/json",
                "application/json; charset=utf-8",
                "Application/JSON;charset=UTF-8",
                "text/json",
                "text/xml",
                "application/vnd.x+json"
            })
    void jsonIsReadUnderItsManyNames(String contentType) {
        assertEquals("{\"roomID\":\"r1\",\"cnt\":20}", read(contentType, "{\"roomID\":\"r1\",\"cnt\":20}"));
    }

    @Test
    void aFormIsTextThroughout() {
        assertEquals("{\"v\":\"8731\",\"cnt\":\"20\"}", read("application/x-www-form-urlencoded", "cnt=20&v=8731"));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "text/plain", "application/octet-stream", "multipart/form-data; boundary=x"})
    void otherTypesAreReadPast(String contentType) {
        assertEquals("{}", read(contentType, "{\"roomID\":\"r1\"}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "{}", "null"})
    void nothingIsAnEmptyObject(String text) {
        assertEquals("{}", read("application/json", text));
        assertEquals("{}", read("application/x-www-form-urlencoded", ""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "7", "\"text\"", "{", "{\"a\":}", "roomID=r1", "\u0000", "{'a':1}"})
    void whatIsNoJsonObjectIsUnreadable(String text) {
        assertEquals(ProblemType.UNREADABLE_BODY, refusal(text.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void brokenUtf8AndBottomlessNestingAreUnreadable() {
        assertEquals(ProblemType.UNREADABLE_BODY, refusal(new byte[] {'{', '"', (byte) 0xc3, '"', ':', '1', '}'}));
        assertEquals(
                ProblemType.UNREADABLE_BODY, refusal("{\"a\":".repeat(100_000).getBytes(StandardCharsets.UTF_8)));
    }

    private static String read(String contentType, String text) {
        return Body.of(contentType).read(text.getBytes(StandardCharsets.UTF_8)).toString();
    }

    private static ProblemType refusal(byte[] bytes) {
        return assertThrows(ProblemException.class, () -> Body.JSON.read(bytes)).type();
    }
}
