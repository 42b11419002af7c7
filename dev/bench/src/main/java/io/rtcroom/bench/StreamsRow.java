package io.rtcroom.bench;

import io.rtcroom.bench.Users.User;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Many open streams on one replica, each of a user of its own, and the memory they take there. */
final class StreamsRow implements Row {
    private static final int OF_ONE_ADDRESS = 10_000;

    private final Setting setting;

    StreamsRow(Setting setting) {
        this.setting = setting;
    }

    /** @param live bytes of objects in use */
    private record Memory(long resident, long live) {}

    @Override
    public List<Figure> measure() throws Exception {
        int wanted = setting.options().streams();
        List<User> users = setting.users().first(wanted);
        CpuMeter opening = setting.cpu(Setting.NOTIFY_SERVICE);
        CpuMeter idle = setting.cpu(Setting.NOTIFY_SERVICE);
        var addresses = new ArrayList<EventStreams>();
        try {
            Memory before = memory();
            opening.start();
            long begin = System.nanoTime();
            long open = open(users, addresses);
            double seconds = (System.nanoTime() - begin) / 1e9;
            opening.stop();
            Memory after = memory();
            idle.start();
            Thread.sleep(setting.options().duration());
            idle.stop();
            return figures(open, wanted, addresses.size(), before, after, seconds, opening, idle);
        } finally {
            addresses.forEach(EventStreams::close);
        }
    }

    private List<Figure> figures(
            long open,
            int wanted,
            int addresses,
            Memory before,
            Memory after,
            double seconds,
            CpuMeter opening,
            CpuMeter idle) {
        return List.of(
                new Figure(
                        "open streams on one replica",
                        String.format(Locale.ROOT, "%,d", open) + (open == wanted ? "" : " OF " + wanted),
                        addresses + " local address" + (addresses == 1 ? "" : "es") + ", " + Conditions.openFiles()
                                + " files",
                        "10,000; 40,000 wished"),
                new Figure(
                        "  memory per stream, resident",
                        kilobytes(after.resident - before.resident, open),
                        kilobytes(after.live - before.live, open) + " of live objects",
                        "≤ 12 KB"),
                Figure.of(
                        "  opened, CPU per opening",
                        Figure.perSecond(open / seconds) + ", "
                                + Figure.micros(opening.microsEach(Setting.NOTIFY_SERVICE, open))),
                Figure.of(
                        "  CPU of all of them while nothing happens",
                        String.format(
                                Locale.ROOT,
                                "%.1f %% of a core",
                                100
                                        * idle.seconds(Setting.NOTIFY_SERVICE)
                                        / setting.options().seconds())));
    }

    /** Answers how many have said that they are ready. */
    private long open(List<User> users, List<EventStreams> addresses) {
        long ready = 0;
        for (int from = 0; from < users.size(); from += OF_ONE_ADDRESS) {
            var streams = new EventStreams(
                    setting.wires().vertx(),
                    setting.stack().origin(Setting.NOTIFY_SERVICE),
                    "127.0.0." + (addresses.size() + 2),
                    OF_ONE_ADDRESS);
            addresses.add(streams);
            ready += streams.openAll(
                    users.subList(from, Math.min(users.size(), from + OF_ONE_ADDRESS)), (reader, event) -> {});
        }
        return ready;
    }

    private static String kilobytes(long bytes, long streams) {
        return String.format(Locale.ROOT, "%.1f KB", bytes / 1024.0 / streams);
    }

    /** After a full collection, which counting the objects brings about. */
    private Memory memory() throws IOException, InterruptedException {
        long pid = setting.stack().pid(Setting.NOTIFY_SERVICE);
        Process histogram = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                        String.valueOf(pid),
                        "GC.class_histogram")
                .start();
        long live;
        try (var lines = histogram.inputReader(StandardCharsets.UTF_8).lines()) {
            live = lines.filter(line -> line.startsWith("Total"))
                    .mapToLong(line -> Long.parseLong(line.trim().split("\\s+")[2]))
                    .findFirst()
                    .orElse(0);
        }
        histogram.waitFor();
        return new Memory(ProcessStat.residentBytes(pid), live);
    }
}
