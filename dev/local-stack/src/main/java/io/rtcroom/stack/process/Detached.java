package io.rtcroom.stack.process;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * Commands that run in a session of their own: Ctrl-C at the terminal reaches the launcher alone, which then stops its
 * parts in order. The pid stays the one that was started.
 */
public final class Detached {
    private static final List<String> PREFIX = prefix();

    private Detached() {}

    public static List<String> prefixOf() {
        return PREFIX;
    }

    private static List<String> prefix() {
        if (isOnPath("setsid")) return List.of("setsid");
        if (isOnPath("perl")) return List.of("perl", "-e", "use POSIX; POSIX::setsid(); exec @ARGV");
        return List.of();
    }

    private static boolean isOnPath(String command) {
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, command)));
    }
}
