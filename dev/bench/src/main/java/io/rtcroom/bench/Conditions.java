package io.rtcroom.bench;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Locale;

/** Under which the figures hold. */
final class Conditions {
    private static final OperatingSystemMXBean SYSTEM =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    private final double loadBefore = SYSTEM.getSystemLoadAverage();

    static long openFiles() {
        return SYSTEM instanceof UnixOperatingSystemMXBean unix ? unix.getMaxFileDescriptorCount() : 0;
    }

    String text(Setting setting) throws SQLException {
        Database database = setting.database();
        var text = new StringBuilder("conditions\n");
        line(text, "date", LocalDate.now());
        line(
                text,
                "machine",
                SYSTEM.getAvailableProcessors() + " cores, " + (SYSTEM.getTotalMemorySize() >> 20)
                        + " MB, everything on it: stack, no-op endpoint and load generator");
        line(
                text,
                "load average",
                String.format(Locale.ROOT, "%.1f before, %.1f in the end", loadBefore, SYSTEM.getSystemLoadAverage()));
        line(text, "system", SYSTEM.getName() + " " + SYSTEM.getVersion() + " " + SYSTEM.getArch());
        line(text, "JDK", System.getProperty("java.vendor") + " " + System.getProperty("java.runtime.version"));
        line(
                text,
                "PostgreSQL",
                database.value("show server_version") + ", fsync " + database.value("show fsync")
                        + ", synchronous_commit " + database.value("show synchronous_commit") + ", shared_buffers "
                        + database.value("show shared_buffers"));
        line(text, "replicas", "1 of each service, heap " + setting.options().heap() + " MB each");
        line(
                text,
                "duration",
                setting.options().seconds() + " s a measurement, after a warm-up of "
                        + setting.options().warmUp().toSeconds() + " s and until the rate grew no more");
        line(text, "open files", openFiles() + " a process");
        for (String name : setting.stack().names()) {
            long pid = setting.stack().pid(name);
            line(
                    text,
                    name,
                    String.format(
                            Locale.ROOT,
                            "%.0f s of CPU in this run, %d MB resident%s",
                            ProcessStat.cpuMicros(pid) / 1e6,
                            ProcessStat.residentBytes(pid) >> 20,
                            name.equals(Setting.POSTGRES) ? " in its first process" : ""));
        }
        return text.toString();
    }

    private static void line(StringBuilder text, String name, Object value) {
        text.append(String.format("  %-18s %s%n", name, value));
    }
}
