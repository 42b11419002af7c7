package io.rtcroom.stack.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One process, written {@code pid@startMillis}. A pid alone may have been given to somebody else since it was noted.
 *
 * @param startedAt milliseconds of the epoch, as far as the system tells; derived from the boot time, so only nearly
 *     the same at every look
 */
public record ProcessRef(long pid, long startedAt) {
    private static final long TOLERANCE_MILLIS = 2_000;

    public static ProcessRef of(ProcessHandle handle) {
        return new ProcessRef(handle.pid(), startOf(handle));
    }

    public static ProcessRef parse(String text) {
        String[] parts = text.split("@");
        if (parts.length != 2) throw new IllegalArgumentException("not a process: " + text);
        return new ProcessRef(Long.parseLong(parts[0]), Long.parseLong(parts[1]));
    }

    /** The process, if it still runs. */
    public Optional<ProcessHandle> find() {
        return ProcessHandle.of(pid)
                .filter(handle -> Math.abs(startOf(handle) - startedAt) <= TOLERANCE_MILLIS)
                .filter(ProcessRef::runs);
    }

    /** Whether it runs; one that has ended and that nobody has asked for its exit code does not. */
    public static boolean runs(ProcessHandle handle) {
        return handle.isAlive() && !isZombie(handle.pid());
    }

    /** The process and all it has started. */
    public static Stream<ProcessHandle> family(ProcessHandle handle) {
        return Stream.concat(Stream.of(handle), handle.descendants());
    }

    @Override
    public String toString() {
        return pid + "@" + startedAt;
    }

    private static long startOf(ProcessHandle handle) {
        return handle.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    }

    private static boolean isZombie(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
            return stat.substring(stat.lastIndexOf(')') + 1).trim().startsWith("Z");
        } catch (IOException noSuchFileSystem) {
            return false;
        }
    }
}
