package io.rtcroom.stack.part;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Command lines of our own Java processes: small, and quick to start. */
final class JavaCommand {
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

    static List<String> jar(Path jar, int megabytes) {
        var command = start(megabytes);
        command.addAll(List.of("-jar", jar.toString()));
        return command;
    }

    private static List<String> start(int megabytes) {
        return new ArrayList<>(
                List.of(JAVA.toString(), "-Xmx" + megabytes + "m", "-XX:+UseSerialGC", "-XX:+ExitOnOutOfMemoryError"));
    }
}
