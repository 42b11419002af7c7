package io.rtcroom.stack.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rtcroom.stack.process.ProcessRef;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunsTest {
    private static final ProcessRef DEAD =
            new ProcessRef(ProcessHandle.current().pid(), 1);

    @TempDir
    Path folder;

    private Runs runs;
    private Process left;

    @BeforeEach
    void startAProcess() throws IOException {
        runs = new Runs(folder.resolve("run"));
        left = new ProcessBuilder("sleep", "600").start();
    }

    @AfterEach
    void endTheProcess() {
        left.destroyForcibly();
    }

    @Test
    void whatAKilledLauncherLeftIsEnded() throws Exception {
        Path data = aDataFolderOf(DEAD, false);

        List<String> reaped = runs.reap();

        assertEquals(1, reaped.size());
        assertTrue(left.waitFor(5, TimeUnit.SECONDS));
        assertTrue(RunRecord.read(data).isEmpty());
        assertTrue(runs.live().isEmpty());
    }

    @Test
    void aKeptFolderKeepsItsContent() throws Exception {
        Path data = aDataFolderOf(DEAD, false);
        Files.writeString(data.resolve("precious"), "x");

        runs.reap();

        assertTrue(Files.exists(data.resolve("precious")));
        assertFalse(Files.exists(data.resolve("lock")));
    }

    @Test
    void aThrowAwayFolderIsDeleted() throws Exception {
        Path data = aDataFolderOf(DEAD, true);

        runs.reap();

        assertFalse(Files.exists(data));
    }

    @Test
    void aRunningStackIsLeftAlone() throws Exception {
        aDataFolderOf(ProcessRef.of(ProcessHandle.current()), false);

        assertTrue(runs.reap().isEmpty());

        assertTrue(left.isAlive());
        assertEquals(1, runs.live().size());
    }

    @Test
    void aStrangerWhoGotThePidLivesOn() throws Exception {
        Path data = aDataFolderOf(DEAD, false);
        rewrite(data, "part.kafka", new ProcessRef(left.pid(), 1));

        runs.reap();

        assertTrue(left.isAlive());
    }

    @Test
    void aFolderHasOneOwner() throws Exception {
        Path data = folder.resolve("data");
        try (var owned = DataFolder.keep(data, Duration.ZERO).orElseThrow()) {
            assertTrue(DataFolder.keep(data, Duration.ZERO).isEmpty());
            assertEquals(data, owned.path());
        }

        try (var again = DataFolder.keep(data, Duration.ZERO).orElseThrow()) {
            assertEquals(data, again.path());
        }
    }

    @Test
    void aRecordIsReadAsItWasWritten() throws Exception {
        Path data = aDataFolderOf(DEAD, false);

        RunRecord record = RunRecord.read(data).orElseThrow();

        assertEquals(8090, record.port());
        assertEquals(4711, record.controlPort());
        assertEquals("token", record.controlToken());
        assertEquals(left.pid(), record.parts().get("kafka").pid());
    }

    private Path aDataFolderOf(ProcessRef launcher, boolean throwAway) throws IOException {
        Path data = folder.resolve("data");
        try (var owned = DataFolder.keep(data, Duration.ZERO).orElseThrow()) {
            RunRecord record = RunRecord.start(owned, 8090, 4711, "token");
            record.put("kafka", ProcessRef.of(left.toHandle()));
            runs.add(record);
        }
        rewrite(data, "launcher", launcher);
        if (throwAway) rewrite(data, "throw-away", "true");
        return data;
    }

    private static void rewrite(Path data, String key, Object value) throws IOException {
        Path file = data.resolve("run.properties");
        Files.writeString(
                file, Files.readString(file).replaceAll("(?m)^" + key.replace(".", "\\.") + "=.*", key + "=" + value));
    }
}
