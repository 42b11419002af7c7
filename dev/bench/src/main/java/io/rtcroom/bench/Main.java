package io.rtcroom.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The program behind {@code ./rtcroom bench}. */
final class Main {
    private Main() {}

    public static void main(String[] args) throws Exception {
        BenchOptions options;
        try {
            options = BenchOptions.parse(List.of(args));
        } catch (IllegalArgumentException e) {
            System.err.println("rtcroom: " + e.getMessage());
            System.exit(2);
            return;
        }
        Path root = Path.of(System.getProperty("rtcroom.root", ".")).toAbsolutePath();
        var conditions = new Conditions();
        progress("starting the stack");
        try (var stack = LocalStack.start(root, options.heap());
                var noop = NoopService.start(root, options.heap());
                var wires = new Wires();
                var database = Database.of(stack)) {
            var setting = new Setting(options, root, stack, noop, wires, database, new Users(stack, wires));
            System.out.println(measured(setting) + "\n" + conditions.text(setting));
        }
        System.exit(0);
    }

    private static String measured(Setting setting) throws InterruptedException {
        var table = new Table();
        for (RowName name : RowName.values()) {
            List<String> wanted = setting.options().names();
            if (!wanted.isEmpty() && !wanted.contains(name.text())) continue;
            long begin = System.nanoTime();
            progress("measuring " + name.text());
            figures(name, setting).forEach(table::add);
            progress(name.text() + " took "
                    + Duration.ofNanos(System.nanoTime() - begin).toSeconds() + " s");
        }
        return table.text();
    }

    /** What one row cannot measure is no reason to lose what the others have. */
    private static List<Figure> figures(RowName name, Setting setting) throws InterruptedException {
        try {
            return name.in(setting).measure();
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            return List.of(Figure.of(name.text(), "NOT MEASURED: " + e.getMessage()));
        }
    }

    private static void progress(String text) {
        System.err.println("rtcroom: " + text);
    }
}
