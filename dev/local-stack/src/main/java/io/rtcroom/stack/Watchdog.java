package io.rtcroom.stack;

import io.rtcroom.stack.process.Detached;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A shell that waits for the end of its input, which comes when the launcher ends, however it ends; then it becomes the
 * launcher's {@code reap}. Costs no Java process while all is well.
 */
final class Watchdog {
    private Watchdog() {}

    static Process over(Path data) throws IOException {
        var command = new ArrayList<>(Detached.prefixOf());
        command.addAll(List.of(
                "sh",
                "-c",
                "read -r _; exec \"$@\"",
                "sh",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Drtcroom.root=" + System.getProperty("rtcroom.root"),
                "-cp",
                System.getProperty("java.class.path"),
                Launcher.class.getName(),
                Launcher.REAP,
                data.toString()));
        return new ProcessBuilder(command)
                .redirectOutput(Redirect.DISCARD)
                .redirectError(Redirect.DISCARD)
                .start();
    }
}
