package io.rtcroom.bench;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What every row has to work with.
 *
 * @param root of the checkout
 */
record Setting(
        BenchOptions options,
        Path root,
        LocalStack stack,
        NoopService noop,
        Wires wires,
        Database database,
        Users users) {
    static final String ROOM_SERVICE = "room-service-1";
    static final String URL_SERVICE = "url-service-1";
    static final String NOTIFY_SERVICE = "notify-service-1";
    static final String POSTGRES = "postgres";
    static final String KAFKA = "kafka";
    static final String EDGE = "edge";
    static final String NOOP = "no-op";
    static final String GENERATOR = "load generator";

    /** Of these processes of the stack, and of ourselves. */
    CpuMeter cpu(String... names) {
        Map<String, Long> pids = new LinkedHashMap<>();
        for (String name : names) pids.put(name, name.equals(NOOP) ? noop.pid() : stack.pid(name));
        pids.put(GENERATOR, ProcessHandle.current().pid());
        return new CpuMeter(pids);
    }

    Tally run(Load load, CpuMeter cpu) throws InterruptedException {
        return load.run(options.warmUp(), options.duration(), cpu);
    }
}
