package io.rtcroom.bench;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** PostgreSQL's own load generator with the statements of a request, one after the other, prepared. */
final class Pgbench {
    private static final Pattern RATE = Pattern.compile("tps = ([0-9.]+) \\(without");
    private static final Pattern COUNT = Pattern.compile("actually processed: ([0-9]+)");
    /** No relay holds it, so that what pgbench writes is sent to nobody. */
    private static final int NOBODYS_SHARD = 16;

    private static final int WARM_UP_SECONDS = 2;
    private static final int ASSIGNMENTS_EACH = 200;
    private static final int WARM_UP_ASSIGNMENTS_EACH = 20;

    /** @param perSecond how often the script ran; NaN where there is no pgbench */
    record Result(double perSecond, double perCpuSecond) {
        private static final Result NONE = new Result(Double.NaN, Double.NaN);

        String describe(double ours, ToDoubleFunction<Result> figure) {
            if (Double.isNaN(perSecond)) return "not measured: no pgbench on the PATH";
            double limit = figure.applyAsDouble(this);
            return Figure.perSecond(limit) + " pgbench " + Figure.share(ours, limit);
        }
    }

    private Pgbench() {}

    /** The statements of a {@link Cycle}. */
    static Result churn(Setting setting, int clients) throws Exception {
        int seconds = setting.options().seconds();
        return run(setting, "churn.pgbench", clients, "--time=" + WARM_UP_SECONDS, "--time=" + seconds);
    }

    /** How many pairs {@link #assignments} uses up: each only once. */
    static int assignmentsOf(int clients) {
        return clients * (WARM_UP_ASSIGNMENTS_EACH + ASSIGNMENTS_EACH);
    }

    /** The statements of an assignment. */
    static Result assignments(Setting setting, int clients) throws Exception {
        return run(
                setting,
                "assignments.pgbench",
                clients,
                "--transactions=" + WARM_UP_ASSIGNMENTS_EACH,
                "--transactions=" + ASSIGNMENTS_EACH);
    }

    /** Meanwhile room-service stands still: its sweeps have no part in this, and its relay would look at all that is nobody's. */
    private static Result run(Setting setting, String name, int clients, String warmUp, String length)
            throws Exception {
        Optional<Path> program = Programs.onPath("pgbench");
        if (program.isEmpty()) return Result.NONE;
        Path script = Files.createTempFile("bench", ".pgbench");
        setting.stack().pause(Setting.ROOM_SERVICE);
        try (InputStream stream = Pgbench.class.getResourceAsStream(name)) {
            Files.copy(stream, script, StandardCopyOption.REPLACE_EXISTING);
            run(setting, program.get(), script, clients, warmUp);
            CpuMeter cpu = setting.cpu(Setting.POSTGRES);
            cpu.start();
            Run run = run(setting, program.get(), script, clients, length);
            cpu.stop();
            return new Result(run.perSecond, run.count / cpu.seconds(Setting.POSTGRES));
        } finally {
            Files.delete(script);
            setting.database().execute("delete from outbox where shard = " + NOBODYS_SHARD);
            setting.stack().resume(Setting.ROOM_SERVICE);
        }
    }

    private record Run(long count, double perSecond) {}

    private static Run run(Setting setting, Path program, Path script, int clients, String length)
            throws IOException, InterruptedException {
        var builder = new ProcessBuilder(
                program.toString(),
                "--no-vacuum",
                "--protocol=prepared",
                "--client=" + clients,
                "--jobs=2",
                length,
                "--define=shard=" + NOBODYS_SHARD,
                "--file=" + script,
                setting.stack().databaseUrl().replace("//", "//rtcroom@"));
        builder.environment().put("PGPASSWORD", setting.stack().databasePassword());
        builder.environment()
                .put("PGOPTIONS", "-c search_path=room -c enable_seqscan=off -c plan_cache_mode=force_generic_plan");
        Process process = builder.redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) throw new IOException("pgbench failed:\n" + said);
        return new Run(Long.parseLong(found(COUNT, said)), Double.parseDouble(found(RATE, said)));
    }

    private static String found(Pattern pattern, String said) throws IOException {
        Matcher matcher = pattern.matcher(said);
        if (!matcher.find()) throw new IOException("pgbench says nothing of " + pattern + ":\n" + said);
        return matcher.group(1);
    }
}
