package io.rtcroom.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;

/** A stack of our own in a folder that is deleted in the end, one replica of each service. */
final class LocalStack implements AutoCloseable {
    /** For the hooks of media servers that are none. */
    static final String HOOK_SECRET = "hooks-of-the-bench";

    private static final String HOST = "127.0.0.1";

    private record Part(int port, long pid) {}

    private final Path root;
    private final Path data;
    private final Process launcher;
    private final Map<String, Part> parts = new LinkedHashMap<>();
    private final Properties secrets = new Properties();

    private LocalStack(Path root, Path data, Process launcher) {
        this.root = root;
        this.data = data;
        this.launcher = launcher;
    }

    /** It says why. */
    static final class NotStarted extends IOException {
        private static final long serialVersionUID = 1;

        NotStarted(String said) {
            super("the stack did not start:\n" + said);
        }
    }

    /** @param options of {@code ./rtcroom up}, besides the usual ones */
    static LocalStack start(Path root, int heap, String... options) throws IOException {
        Path data = Files.createTempDirectory("rtcroom-bench-");
        var builder = new ProcessBuilder(
                script(root),
                "up",
                "--port",
                "0",
                "--data",
                data.toString(),
                "--heap",
                String.valueOf(heap),
                "--no-demo",
                "--no-build");
        builder.command().addAll(List.of(options));
        builder.environment().keySet().removeIf(name -> name.startsWith("RTCROOM_"));
        // Measured is a server that has long been running, not a quick start.
        builder.environment().put("RTCROOM_JAVA_OPTIONS", "");
        builder.environment().put("RTCROOM_MEDIA_HOOK_SECRET", HOOK_SECRET);
        var stack = new LocalStack(root, data, builder.redirectErrorStream(true).start());
        Runtime.getRuntime().addShutdownHook(new Thread(stack::close));
        stack.awaitReady();
        stack.readStatus();
        try (var reader = Files.newBufferedReader(data.resolve("keys/secrets.properties"))) {
            stack.secrets.load(reader);
        }
        return stack;
    }

    private void awaitReady() throws IOException {
        BufferedReader output = launcher.inputReader(StandardCharsets.UTF_8);
        var said = new StringBuilder();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            said.append(line).append('\n');
            if (line.startsWith("ready ")) {
                Thread.startVirtualThread(() -> drain(output));
                return;
            }
        }
        throw new NotStarted(said.toString());
    }

    private static void drain(BufferedReader output) {
        try {
            output.transferTo(Writer.nullWriter());
        } catch (IOException e) {
            // The launcher has ended.
        }
    }

    /** Part, state, answers, port, process and log of each part. */
    private void readStatus() throws IOException {
        Process status = new ProcessBuilder(script(root), "status", "--data", data.toString()).start();
        try (BufferedReader lines = status.inputReader(StandardCharsets.UTF_8)) {
            lines.lines()
                    .map(line -> line.trim().split("\\s+"))
                    .filter(columns -> columns.length > 4 && columns[4].matches("\\d+"))
                    .forEach(columns ->
                            parts.put(columns[0], new Part(Integer.parseInt(columns[3]), Long.parseLong(columns[4]))));
        }
    }

    /** Stops it with all it holds, until it is resumed. */
    void pause(String part) throws IOException, InterruptedException {
        order("pause", part);
    }

    void resume(String part) throws IOException, InterruptedException {
        order("resume", part);
    }

    private void order(String command, String part) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(script(root), command, part, "--data", data.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) throw new IOException(command + " " + part + ": " + said);
    }

    String origin(String part) {
        return "http://" + HOST + ":" + parts.get(part).port;
    }

    long pid(String part) {
        return parts.get(part).pid;
    }

    Iterable<String> names() {
        return parts.keySet();
    }

    /** Of its folder. */
    Path file(Path path) {
        return data.resolve(path);
    }

    /** Has every scope. */
    String apiKey() {
        return secrets.getProperty("api.key");
    }

    String databaseUrl() {
        return "postgresql://" + HOST + ":" + parts.get(Setting.POSTGRES).port + "/rtcroom";
    }

    String databasePassword() {
        return secrets.getProperty("database.password");
    }

    String bootstrapServers() {
        return HOST + ":" + parts.get(Setting.KAFKA).port;
    }

    private static String script(Path root) {
        return root.resolve("rtcroom").toString();
    }

    /** The launcher ends all its parts; only then is the folder nobody's. */
    @Override
    public synchronized void close() {
        if (!Files.exists(data)) return;
        launcher.destroy();
        try {
            if (!launcher.waitFor(60, TimeUnit.SECONDS)) launcher.destroyForcibly();
            try (var files = Files.walk(data)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
