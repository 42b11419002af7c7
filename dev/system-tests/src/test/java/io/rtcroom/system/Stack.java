package io.rtcroom.system;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;

/** A running local stack: two replicas of each service, started and handled with the launcher script alone. */
final class Stack implements AutoCloseable {
    private static final Duration LONGEST_COMMAND = Duration.ofMinutes(2);
    private static final String HOST = "127.0.0.1";

    private final Path script;
    private final Process launcher;
    private final String origin;
    private final Path data;
    private final Im im;
    private final String backEndKey;
    private final Map<String, Integer> ports = new HashMap<>();

    private Stack(Path script, Process launcher, String origin, Path data, Im im, String backEndKey) {
        this.script = script;
        this.launcher = launcher;
        this.origin = origin;
        this.data = data;
        this.im = im;
        this.backEndKey = backEndKey;
        readPorts();
    }

    /**
     * @param environment added to our own
     * @param options of {@code ./rtcroom up}, besides the usual ones
     */
    static Stack start(Path data, Map<String, String> environment, Im im, String... options) {
        return start(RepositoryRoot.resolve("rtcroom"), data, environment, im, options);
    }

    /** @param script of the checkout, or of a copy that differs in something */
    static Stack start(Path script, Path data, Map<String, String> environment, Im im, String... options) {
        var command = new ArrayList<>(List.of(
                script.toString(), "up", "--port", "0", "--replicas", "2", "--data", data.toString(), "--no-demo"));
        command.addAll(List.of(options));
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("RTCROOM_"));
        builder.environment().putAll(environment);
        try {
            Process launcher = builder.start();
            BufferedReader output = launcher.inputReader(StandardCharsets.UTF_8);
            String origin = awaitReady(output);
            Thread.startVirtualThread(() -> print(output));
            boolean keysGiven = environment.containsKey("RTCROOM_API_KEYS");
            String key = keysGiven ? Deployment.BACK_END : secret(data, "api.key");
            return new Stack(script, launcher, origin, data, im, key);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void print(BufferedReader output) {
        try {
            output.lines().forEach(System.out::println);
        } catch (UncheckedIOException e) {
            // The launcher has ended.
        }
    }

    private static String awaitReady(BufferedReader output) throws IOException {
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            System.out.println(line);
            if (line.startsWith("ready "))
                return line.substring("ready ".length()).trim();
        }
        throw new IOException("the stack did not start");
    }

    String origin() {
        return origin;
    }

    Im im() {
        return im;
    }

    /** The holder of an API key with every scope. */
    V1Client backEnd() {
        return new V1Client(origin, backEndKey);
    }

    /** The names of all replicas of all services. */
    List<String> services() {
        return ports.keySet().stream()
                .filter(name -> name.contains("-service-"))
                .sorted()
                .toList();
    }

    /** Past the edge, straight to one replica. */
    String serviceOrigin(String replica) {
        return "http://" + HOST + ":" + ports.get(replica);
    }

    String bootstrapServers() {
        return HOST + ":" + ports.get("kafka");
    }

    Database database() {
        String url = "jdbc:postgresql://" + HOST + ":" + ports.get("postgres") + "/rtcroom";
        return new Database(url, "rtcroom", secret(data, "database.password"));
    }

    /** One of the keys the launcher has made up. */
    String secret(String name) {
        return secret(data, name);
    }

    void stop(String part) {
        run("stop", part);
    }

    /** Returns once the part works again. */
    void start(String part) {
        run("start", part);
    }

    void kill(String part) {
        run("kill", part);
    }

    void pause(String part) {
        run("pause", part);
    }

    void resume(String part) {
        run("resume", part);
    }

    /** Ends and starts every replica of every service, one after the other. */
    void restart() {
        run("restart", "--rolling");
    }

    /** Starts and resumes whatever a failed test has left lying about. */
    void mend() {
        status().forEach(columns -> {
            if (columns[1].equals("paused")) resume(columns[0]);
            if (columns[1].equals("stopped") || columns[1].equals("down")) start(columns[0]);
        });
    }

    @Override
    public void close() {
        launcher.destroy();
        await(launcher);
    }

    private String run(String... command) {
        var words = new ArrayList<>(List.of(script.toString()));
        words.addAll(List.of(command));
        words.addAll(List.of("--data", data.toString()));
        try {
            Process process =
                    new ProcessBuilder(words).redirectErrorStream(true).start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (await(process) != 0) throw new IllegalStateException(String.join(" ", command) + ": " + output);
            return output;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int await(Process process) {
        try {
            if (process.waitFor(LONGEST_COMMAND.toSeconds(), TimeUnit.SECONDS)) return process.exitValue();
            process.destroyForcibly();
            throw new IllegalStateException("the launcher did not end within " + LONGEST_COMMAND);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private void readPorts() {
        status().forEach(columns -> ports.put(columns[0], Integer.valueOf(columns[3])));
    }

    /** Part, state, answers, port, process and log of each part. */
    private List<String[]> status() {
        return run("status")
                .lines()
                .map(line -> line.trim().split("\\s+"))
                .filter(columns -> columns.length > 3 && columns[3].matches("\\d+"))
                .toList();
    }

    private static String secret(Path data, String name) {
        var secrets = new Properties();
        try (var reader = Files.newBufferedReader(data.resolve("keys/secrets.properties"))) {
            secrets.load(reader);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return secrets.getProperty(name);
    }
}
