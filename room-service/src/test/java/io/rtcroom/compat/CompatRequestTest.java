package io.rtcroom.compat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.rtcroom.problem.ProblemException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CompatRequestTest {
    @Test
    void aRequiredTextMayBeEmptyButMustBeThere() {
        CompatRequest request = aRequest("{\"roomInfo\":\"\",\"roomID\":null,\"userID\":7,\"custom\":{}}");

        assertEquals("", request.required("roomInfo"));
        assertEquals("roomID is missing", refusal(request, "roomID"));
        assertEquals("pushURL is missing", refusal(request, "pushURL"));
        assertEquals("userID must be text", refusal(request, "userID"));
        assertEquals("custom must be text", refusal(request, "custom"));
    }

    @Test
    void anOptionalTextIsEmptyIfAbsentButStillText() {
        CompatRequest request = aRequest("{\"roomID\":null,\"userID\":7}");

        assertEquals("", request.optional("roomID"));
        assertEquals("", request.optional("roomInfo"));
        assertThrows(ProblemException.class, () -> request.optional("userID"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"20", "\"20\"", "\" 20 \"", "\"+20\""})
    void aNumberMayComeAsText(String json) {
        assertEquals(OptionalLong.of(20), aRequest("{\"cnt\":" + json + "}").number("cnt"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "\"\""})
    void aNumberMayBeAbsent(String json) {
        assertEquals(OptionalLong.empty(), aRequest("{\"cnt\":" + json + "}").number("cnt"));
        assertEquals(OptionalLong.empty(), aRequest("{}").number("cnt"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.5", "\"many\"", "true", "[]", "{}", "99999999999999999999", "1e400", "\"0x10\""})
    void otherValuesAreNoNumber(String json) {
        CompatRequest request = aRequest("{\"cnt\":" + json + "}");

        assertThrows(ProblemException.class, () -> request.number("cnt"));
    }

    private static CompatRequest aRequest(String json) {
        return new CompatRequest(Map.of(), Body.JSON.read(json.getBytes(StandardCharsets.UTF_8)));
    }

    private static String refusal(CompatRequest request, String name) {
        return assertThrows(ProblemException.class, () -> request.required(name))
                .getMessage();
    }
}
