package io.rtcroom.bench;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/**
 * Very many agents who become idle at once while as many callers wait.
 *
 * @param pairs of them
 * @param made how many callers were offered to somebody in the end
 * @param seconds from the agents' becoming due to the last offer
 */
record AssignmentBurst(int pairs, long made, double seconds, CpuMeter cpu) {
    static final List<String> PROCESSES =
            List.of(Setting.ROOM_SERVICE, Setting.POSTGRES, Setting.NOTIFY_SERVICE, Setting.KAFKA);

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final long LOOK_MILLIS = 100;

    static AssignmentBurst run(Setting setting, String name, int queues, int pairs)
            throws SQLException, IOException, InterruptedException {
        try (var seeded = SeededQueues.of(setting.database(), name, queues, pairs)) {
            CpuMeter cpu = setting.cpu(PROCESSES.toArray(String[]::new));
            double since = Double.parseDouble(setting.database().value("select extract(epoch from clock_timestamp())"));
            cpu.start();
            seeded.release();
            long patience = System.nanoTime() + PATIENCE.toNanos();
            while (seeded.offers() < pairs && System.nanoTime() < patience) Thread.sleep(LOOK_MILLIS);
            cpu.stop();
            return new AssignmentBurst(pairs, seeded.offers(), seeded.secondsToLastOffer(since), cpu);
        }
    }

    double perSecond() {
        return made / seconds;
    }

    double perDatabaseSecond() {
        return made / cpu.seconds(Setting.POSTGRES);
    }

    double microsEach(String process) {
        return cpu.microsEach(process, made);
    }

    String complaint() {
        return made == pairs ? "" : ", " + (pairs - made) + " NOT ASSIGNED";
    }
}
