package io.rtcroom.sign;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TxTimeTest {
    @ParameterizedTest
    @CsvSource({
        "1970-01-01T00:00:00Z, 00000000",
        "1978-01-01T00:00:00Z, 0F0C3F00",
        "2030-01-01T00:00:00Z, 70DBD880",
        "2038-01-19T03:14:08Z, 80000000",
        "2106-02-07T06:28:15Z, FFFFFFFF"
    })
    void aTimeIsOfEightDigits(Instant instant, String text) {
        assertEquals(text, TxTime.of(instant).text());
        assertEquals(instant, TxTime.parse(text).orElseThrow().instant());
    }

    @ParameterizedTest
    @ValueSource(strings = {"1969-12-31T23:59:59Z", "2106-02-07T06:28:16Z"})
    void aTimeThatTakesMoreIsNotWritten(Instant instant) {
        assertThrows(IllegalArgumentException.class, () -> TxTime.of(instant));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0DBD880", "b70DBD880", "070DBD880", "70DBD88G", "+0DBD880", "-0DBD880"})
    void aTextOfOtherLengthOrSignsIsNone(String text) {
        assertTrue(TxTime.parse(text).isEmpty(), text);
    }

    @Test
    void aTextThatIsMissingIsNone() {
        assertTrue(TxTime.parse(null).isEmpty());
    }
}
