package io.rtcroom.stack.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ProcessRefTest {
    @Test
    void aProcessIsFoundByWhatWasWrittenOfIt() {
        var written = ProcessRef.of(ProcessHandle.current()).toString();

        assertEquals(ProcessHandle.current(), ProcessRef.parse(written).find().orElseThrow());
    }

    @Test
    void anotherProcessWithThePidIsNotFound() {
        var earlier = new ProcessRef(ProcessHandle.current().pid(), 1_000);

        assertTrue(earlier.find().isEmpty());
    }

    @Test
    void anEndedProcessIsNotFound() throws Exception {
        Process process = new ProcessBuilder("sleep", "600").start();
        var ref = ProcessRef.of(process.toHandle());

        process.destroyForcibly().waitFor();

        assertTrue(ref.find().isEmpty());
    }

    @Test
    void nonsenseIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> ProcessRef.parse("12"));
    }
}
