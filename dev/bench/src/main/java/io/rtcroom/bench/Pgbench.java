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

/** PostgreSQL's own load generator with the statements of a {@link Cycle}, one after the other, prepared. */
final class Pgbench {
    private static final String SCRIPT = "churn.pgbench";
    private static final Pattern RATE = Pattern.compile("tps = ([0-9.]+) \\(without");
    /** No relay holds it, so that what pgbench writes is sent to nobody. */
    private static final int NOBODYS_SHARD = 16;

    /** @param perSecond cycles; NaN where there is no pgbench */
    record Result(double perSecond, double perCpuSecond) {
        String describe(double ours, ToDoubleFunction<Result> figure) {
            if (Double.isNaN(perSecond)) return "not measured: no pgbench on the PATH";
            double limit = figure.applyAsDouble(this);
            return Figure.perSecond(limit) + " pgbench " + Figure.share(ours, limit);
        }
    }

    private Pgbench() {}

    static Result run(Setting setting, int clients) throws Exception {
        Optional<Path> program = Programs.onPath("pgbench");
        if (program.isEmpty()) return new Result(Double.NaN, Double.NaN);
        Path script = Files.createTempFile("churn", ".pgbench");
        try (InputStream stream = Pgbench.class.getResourceAsStream(SCRIPT)) {
            Files.copy(stream, script, StandardCopyOption.REPLACE_EXISTING);
            run(setting, program.get(), script, clients, 2);
            CpuMeter cpu = setting.cpu(Setting.POSTGRES);
            cpu.start();
            double rate = run(
                    setting, program.get(), script, clients, setting.options().seconds());
            cpu.stop();
            return new Result(rate, rate * setting.options().seconds() / cpu.seconds(Setting.POSTGRES));
        } finally {
            Files.delete(script);
            setting.database().execute("delete from outbox where shard = " + NOBODYS_SHARD);
        }
    }

    private static double run(Setting setting, Path program, Path script, int clients, int seconds)
            throws IOException, InterruptedException {
        var builder = new ProcessBuilder(
                program.toString(),
                "--no-vacuum",
                "--protocol=prepared",
                "--client=" + clients,
                "--jobs=2",
                "--time=" + seconds,
                "--define=shard=" + NOBODYS_SHARD,
                "--file=" + script,
                setting.stack().databaseUrl().replace("//", "//rtcroom@"));
        builder.environment().put("PGPASSWORD", setting.stack().databasePassword());
        builder.environment().put("PGOPTIONS", "-c search_path=room");
        Process process = builder.redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        Matcher rate = RATE.matcher(said);
        if (process.waitFor() != 0 || !rate.find()) throw new IOException("pgbench failed:\n" + said);
        return Double.parseDouble(rate.group(1));
    }
}
