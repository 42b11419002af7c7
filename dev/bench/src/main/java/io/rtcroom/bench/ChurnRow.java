package io.rtcroom.bench;

import io.rtcroom.bench.Users.User;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Rooms that come and go, beside pgbench with the statements of the same requests. */
final class ChurnRow implements Row {
    static final int USERS = 1_000;
    private static final int WORKERS = 24;

    private final Setting setting;

    ChurnRow(Setting setting) {
        this.setting = setting;
    }

    @Override
    public List<Figure> measure() throws Exception {
        List<User> users = setting.users().first(USERS);
        CpuMeter cpu = setting.cpu(
                Setting.ROOM_SERVICE,
                Setting.URL_SERVICE,
                Setting.NOTIFY_SERVICE,
                Setting.EDGE,
                Setting.KAFKA,
                Setting.POSTGRES);
        var unused = new Tally();
        Tally cycles = setting.run(new ClosedLoop(setting.wires(), WORKERS, task(users, unused)), cpu);
        Tally requests = requestsAt(cycles.perSecond() / 2, users);
        Pgbench.Result pgbench = Pgbench.churn(setting, WORKERS);

        double perDatabaseSecond = cycles.count() / cpu.seconds(Setting.POSTGRES);
        var figures = new ArrayList<Figure>();
        figures.add(new Figure(
                "churn: create, join ×2, list, leave ×2",
                Figure.perSecond(cycles.perSecond()) + cycles.complaint(),
                pgbench.describe(cycles.perSecond(), Pgbench.Result::perSecond),
                "≥ 770 /s, or"));
        figures.add(new Figure(
                "  per second of database CPU",
                Figure.perSecond(perDatabaseSecond),
                pgbench.describe(perDatabaseSecond, Pgbench.Result::perCpuSecond),
                "≥ 0.5 of pgbench"));
        figures.add(new Figure(
                "  a request at " + Figure.perSecond(cycles.perSecond() / 2),
                requests.percentiles() + requests.complaint(),
                "",
                "p99 ≤ 50 ms"));
        for (String process : List.of(
                Setting.ROOM_SERVICE,
                Setting.URL_SERVICE,
                Setting.NOTIFY_SERVICE,
                Setting.EDGE,
                Setting.KAFKA,
                Setting.POSTGRES,
                Setting.GENERATOR))
            figures.add(Figure.of(
                    "  CPU per cycle, " + process,
                    String.format(Locale.ROOT, "%,.0f µs", cpu.microsEach(process, cycles.count()))));
        return figures;
    }

    /** The latencies of single requests; the first of a cycle counts from when it was due. */
    private Tally requestsAt(double rate, List<User> users) throws InterruptedException {
        var requests = new Tally();
        setting.run(new OpenLoop(setting.wires(), rate, task(users, requests)).with(requests), setting.cpu());
        return requests;
    }

    private Task task(List<User> users, Tally requests) {
        var cycle = new Cycle(setting.stack().origin(Setting.ROOM_SERVICE), requests);
        return (wire, number, due) -> cycle.once(wire, user(users, 2 * number), user(users, 2 * number + 1), due);
    }

    private static User user(List<User> users, long number) {
        return users.get((int) (number % users.size()));
    }
}
