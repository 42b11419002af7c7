package io.rtcroom.stack.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimelineTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "rtmp://h/live/8888_a?bizid=8888&txSecret=0123ab&txTime=6B0A | rtmp://h/live/8888_a?bizid=8888&txSecret=…&txTime=6B0A",
                "code 0, token eyJ.abc-d | code 0, token …",
                "{\"token\":\"eyJ\"} | {\"token\":\"…\"}",
                "roomID room_1 | roomID room_1",
            })
    void secretsAreNotShown(String text, String shown) {
        assertEquals(shown, Timeline.redacted(text));
    }
}
