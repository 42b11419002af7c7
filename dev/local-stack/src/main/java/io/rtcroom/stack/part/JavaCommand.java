package io.rtcroom.stack.part;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Command lines of our own Java processes: small, and quick to start. */
final class JavaCommand {
    /** Half the processor time of a start goes into code that a laptop's stack never runs often enough to repay. */
    private static final String QUICK_START = "-XX:TieredStopAtLevel=1";

    /** Made by {@code ./rtcroom train}; a JVM to which it does not belong goes on without. */
    private static final String CACHE = "app.aot";

    private static final int FIRST_WITH_CACHE = 25;

    private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");

    private JavaCommand() {}

    /** A main class of this module. */
    static List<String> main(Class<?> main, int megabytes, List<String> options, List<String> arguments) {
        var command = start(megabytes);
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(arguments);
        return command;
    }

    /** A service's; {@code RTCROOM_JAVA_OPTIONS} may be empty for the speed of a server that has long been running. */
    static List<String> jar(Path jar, Jvm jvm) {
        var command = start(jvm.heap());
        Path cache = jar.resolveSibling(CACHE);
        if (jvm.trains()) {
            command.add("-XX:AOTCacheOutput=" + cache);
        } else {
            String options = System.getenv().getOrDefault("RTCROOM_JAVA_OPTIONS", QUICK_START);
            if (!options.isBlank()) command.addAll(List.of(options.trim().split("\\s+")));
            if (Runtime.version().feature() >= FIRST_WITH_CACHE && Files.exists(cache))
                command.add("-XX:AOTCache=" + cache);
        }
        command.addAll(List.of("-jar", jar.toString()));
        return command;
    }

    private static List<String> start(int megabytes) {
        return new ArrayList<>(
                List.of(JAVA.toString(), "-Xmx" + megabytes + "m", "-XX:+UseSerialGC", "-XX:+ExitOnOutOfMemoryError"));
    }
}
