package io.rtcroom.stack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StackOptionsTest {
    @Test
    void optionsAndWordsComeInAnyOrder() {
        var options = StackOptions.parse(List.of("--port", "8090", "room-service-1", "--no-demo", "--replicas", "2"));

        assertEquals(8090, options.port());
        assertEquals(2, options.replicas());
        assertFalse(options.demo());
        assertFalse(options.media());
        assertNull(options.data());
        assertEquals(List.of("room-service-1"), options.words());
    }

    @Test
    void aMediaServerRunsOnRequest() {
        assertTrue(StackOptions.parse(List.of("--media")).media());
    }

    @Test
    void aDataFolderIsNamedFromTheRoot() {
        assertEquals(
                "/b", StackOptions.parse(List.of("--data", "/a/../b")).data().toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"--port", "--port x", "--port 70000", "--replicas 0", "--heap 1", "--replicas -1", "--what"})
    void nonsenseIsRefused(String line) {
        assertThrows(Refused.class, () -> StackOptions.parse(List.of(line.split(" "))));
    }
}
