package io.rtcroom.bench;

import java.util.ArrayList;
import java.util.List;

/**
 * Callers given to agents. How many a second: the wrap-ups of very many agents end at once while as many callers wait, and
 * the service finds them and brings them together as ever. How soon an agent hears of it: {@link ReadyAgents}.
 */
final class AssignmentsRow implements Row {
    private static final int QUEUES = 100;
    private static final int PAIRS = 10_000;
    private static final int PAIRS_IN_ONE = 5_000;
    private static final int PGBENCH_CLIENTS = 24;

    private final Setting setting;

    AssignmentsRow(Setting setting) {
        this.setting = setting;
    }

    @Override
    public List<Figure> measure() throws Exception {
        // First, because what the bursts leave to be cleaned up would delay it.
        List<Figure> setUps = new ArrayList<>(new SetUps(setting).measure());
        for (int perSecond : List.of(ReadyAgents.PER_SECOND / 2, ReadyAgents.PER_SECOND))
            setUps.addAll(new ReadyAgents(setting, perSecond).measure());
        AssignmentBurst.run(setting, "bench-w", QUEUES, PAIRS);
        AssignmentBurst many = AssignmentBurst.run(setting, "bench-m", QUEUES, PAIRS);
        AssignmentBurst one = AssignmentBurst.run(setting, "bench-o", 1, PAIRS_IN_ONE);
        Pgbench.Result pgbench = pgbench();

        var figures = new ArrayList<Figure>();
        figures.add(new Figure(
                "assignments over " + QUEUES + " queues",
                Figure.perSecond(many.perSecond()) + many.complaint(),
                pgbench.describe(many.perSecond(), Pgbench.Result::perSecond),
                "≥ 3,000 /s"));
        figures.add(new Figure(
                "  per second of database CPU",
                Figure.perSecond(many.perDatabaseSecond()),
                pgbench.describe(many.perDatabaseSecond(), Pgbench.Result::perCpuSecond),
                ""));
        figures.add(Figure.of("  in one queue", Figure.perSecond(one.perSecond()) + one.complaint()));
        for (String process : AssignmentBurst.PROCESSES)
            figures.add(Figure.of("  CPU per assignment, " + process, Figure.micros(many.microsEach(process))));
        figures.addAll(setUps);
        return figures;
    }

    private Pgbench.Result pgbench() throws Exception {
        try (var pairs =
                SeededQueues.of(setting.database(), "bench-p", QUEUES, Pgbench.assignmentsOf(PGBENCH_CLIENTS))) {
            pairs.hide();
            setting.database().execute("create sequence if not exists bench_assignment minvalue 0");
            return Pgbench.assignments(setting, PGBENCH_CLIENTS);
        }
    }
}
