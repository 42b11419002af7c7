package io.rtcroom.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * What the kernel has noted of a process, see proc(5).
 *
 * @param own processor time, in ticks
 * @param children processor time of its children that have ended, in ticks
 */
record ProcessStat(long pid, long parent, long own, long children) {
    private static final Path PROC = Path.of("/proc");
    /** The kernel's interface counts hundredths of a second on every architecture we run on. */
    private static final long MICROS_PER_TICK = 10_000;

    private static final int PARENT = 1;
    private static final int USER = 11;

    static ProcessStat of(long pid) {
        try {
            return parse(Files.readString(PROC.resolve(pid + "/stat")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The name may contain anything, a parenthesis too, so the fields are counted from its last one. */
    static ProcessStat parse(String line) {
        int name = line.indexOf('(');
        String[] fields = line.substring(line.lastIndexOf(')') + 2).trim().split(" ");
        return new ProcessStat(
                Long.parseLong(line.substring(0, name).trim()),
                Long.parseLong(fields[PARENT]),
                Long.parseLong(fields[USER]) + Long.parseLong(fields[USER + 1]),
                Long.parseLong(fields[USER + 2]) + Long.parseLong(fields[USER + 3]));
    }

    /** Processor time of a process and all it has started, in microseconds. */
    static long cpuMicros(long pid) {
        ProcessStat root = of(pid);
        return (root.own + root.children + living(pid, stat -> stat.own + stat.children)) * MICROS_PER_TICK;
    }

    /** Resident memory in bytes. */
    static long residentBytes(long pid) {
        try (var lines = Files.lines(PROC.resolve(pid + "/status"))) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024)
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long living(long parent, ToLongFunction<ProcessStat> what) {
        return children(parent).stream().mapToLong(what).sum();
    }

    private static List<ProcessStat> children(long parent) {
        var children = new ArrayList<ProcessStat>();
        try (var folders = Files.newDirectoryStream(PROC, "[0-9]*")) {
            for (Path folder : folders) {
                ProcessStat stat = find(folder);
                if (stat != null && stat.parent == parent) children.add(stat);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return children;
    }

    private static ProcessStat find(Path folder) {
        try {
            return parse(Files.readString(folder.resolve("stat")));
        } catch (IOException ended) {
            return null;
        }
    }
}
