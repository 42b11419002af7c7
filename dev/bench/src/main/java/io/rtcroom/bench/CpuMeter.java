package io.rtcroom.bench;

import java.util.LinkedHashMap;
import java.util.Map;

/** Processor time that processes take between {@link #start} and {@link #stop}. */
final class CpuMeter {
    private final Map<String, Long> pids;
    private final Map<String, Long> begun = new LinkedHashMap<>();
    private final Map<String, Long> taken = new LinkedHashMap<>();

    CpuMeter(Map<String, Long> pids) {
        this.pids = pids;
    }

    void start() {
        pids.forEach((name, pid) -> begun.put(name, ProcessStat.cpuMicros(pid)));
    }

    void stop() {
        pids.forEach((name, pid) -> taken.put(name, ProcessStat.cpuMicros(pid) - begun.get(name)));
    }

    /** Microseconds of one process. */
    long micros(String name) {
        return taken.get(name);
    }

    double microsEach(String name, long count) {
        return perOne(micros(name), count);
    }

    double seconds(String name) {
        return micros(name) / 1e6;
    }

    static double perOne(long micros, long count) {
        return count == 0 ? Double.NaN : (double) micros / count;
    }
}
