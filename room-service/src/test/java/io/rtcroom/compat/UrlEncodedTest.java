package io.rtcroom.compat;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import org.junit.jupiter.api.Test;

class UrlEncodedTest {
    @Test
    void aQueryIsTakenAsClientsPasteIt() {
        assertEquals(Map.of("userID", "alice", "token", "a+b/c*d=="), UrlEncoded.query("userID=alice&token=a+b/c*d=="));
    }

    @Test
    void whatIsEscapedIsUnescaped() {
        assertEquals(Map.of("userSig", "eJx*-_", "u", "é%"), UrlEncoded.query("userSig=eJx%2A%2D_&u=%C3%A9%25"));
    }

    @Test
    void aPercentSignThatStartsNoEscapeStandsForItself() {
        assertEquals(Map.of("a", "100%", "b", "%zz", "c", "%4"), UrlEncoded.query("a=100%&b=%zz&c=%4"));
    }

    @Test
    void theFirstOfRepeatedNamesCounts() {
        assertEquals(Map.of("a", "1"), UrlEncoded.query("a=1&a=2"));
    }

    @Test
    void whatHasNoNameOrNoValueIsSkipped() {
        assertEquals(Map.of("b", ""), UrlEncoded.query("&a&=x&&b="));
        assertEquals(Map.of(), UrlEncoded.query(null));
    }

    @Test
    void aFormHasPlusForSpace() {
        assertEquals(Map.of("roomInfo", "my room+1"), UrlEncoded.form("roomInfo=my+room%2B1"));
    }
}
