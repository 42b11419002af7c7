package io.rtcroom.stack.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The signals we send. Java itself knows only two of them. */
public enum Signal {
    TERM,
    INT,
    KILL,
    STOP,
    CONT;

    /** Sends this signal to every process that still exists. */
    public void send(Stream<ProcessHandle> processes) {
        List<String> pids =
                processes.map(ProcessHandle::pid).map(String::valueOf).toList();
        if (pids.isEmpty()) return;
        // The shell's own kill, one call per process: not every machine has /bin/kill, and one may be gone already.
        var command = new ArrayList<>(List.of("sh", "-c", "for p; do kill -s \"$0\" \"$p\"; done", name()));
        command.addAll(pids);
        try {
            new ProcessBuilder(command)
                    .redirectOutput(Redirect.DISCARD)
                    .redirectError(Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
