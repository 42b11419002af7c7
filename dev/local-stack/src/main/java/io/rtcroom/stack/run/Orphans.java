package io.rtcroom.stack.run;

import io.rtcroom.stack.process.ProcessRef;
import io.rtcroom.stack.process.Signal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Processes whose launcher is dead. */
final class Orphans {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private Orphans() {}

    /**
     * Ends every recorded process and what it has started: first politely, for the stores write their state when they
     * are asked to stop, then by force.
     */
    static List<String> end(RunRecord record) {
        var names = new ArrayList<String>();
        var roots = new ArrayList<ProcessHandle>();
        var family = new ArrayList<ProcessHandle>();
        for (Map.Entry<String, ProcessRef> part : record.parts().entrySet()) {
            part.getValue().find().filter(process -> !isMyself(process)).ifPresent(process -> {
                names.add(part.getKey() + " (process " + process.pid() + ")");
                roots.add(process);
                family.addAll(ProcessRef.family(process).toList());
            });
        }
        Signal.CONT.send(family.stream());
        Signal.TERM.send(roots.stream());
        Signal.INT.send(roots.stream()); // on TERM alone PostgreSQL waits for its clients
        awaitEnd(family);
        Signal.KILL.send(family.stream().filter(ProcessRef::runs));
        awaitEnd(family);
        record.delete();
        return names;
    }

    /** The watchdog of the dead launcher is the one that does this. */
    private static boolean isMyself(ProcessHandle process) {
        return process.pid() == ProcessHandle.current().pid();
    }

    private static void awaitEnd(List<ProcessHandle> family) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (family.stream().anyMatch(ProcessRef::runs) && System.nanoTime() < deadline)
            Pause.of(Duration.ofMillis(50));
    }
}
