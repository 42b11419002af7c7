package io.rtcroom.stack;

import io.rtcroom.stack.config.Addresses;
import io.rtcroom.stack.config.FreePorts;
import io.rtcroom.stack.config.MediaPorts;
import io.rtcroom.stack.config.Secrets;
import io.rtcroom.stack.config.ServiceEnvironment;
import io.rtcroom.stack.config.ServiceName;
import io.rtcroom.stack.control.ControlServer;
import io.rtcroom.stack.part.EdgeProxy;
import io.rtcroom.stack.part.Jvm;
import io.rtcroom.stack.part.KafkaBroker;
import io.rtcroom.stack.part.NginxRtmp;
import io.rtcroom.stack.part.Part;
import io.rtcroom.stack.part.Postgres;
import io.rtcroom.stack.part.Service;
import io.rtcroom.stack.part.Supervised;
import io.rtcroom.stack.process.ProcessRef;
import io.rtcroom.stack.run.DataFolder;
import io.rtcroom.stack.run.RunRecord;
import io.rtcroom.stack.run.Runs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.Executors;

/** One running stack: starts the stores, then the services, and ends all in the opposite order. */
final class Stack implements AutoCloseable {
    private static final Duration READY_WITHIN = Duration.ofSeconds(90);

    private final Console console;
    private final Path root;
    private final Runs runs;
    private final DataFolder data;
    private final Secrets secrets;
    private final Addresses addresses;
    private final FreePorts ports;
    private final MediaPorts media;
    private final Path logs;
    private final ServiceEnvironment environment;
    private final Parts parts = new Parts();
    private final ControlServer control;
    private final RunRecord record;
    private final Process watchdog;
    private final Object preparing = new Object();
    private volatile boolean started;
    private boolean closed;

    /** @param withMedia whether a media server runs as well */
    Stack(Console console, Path root, Runs runs, DataFolder data, int port, boolean withMedia) throws IOException {
        this.console = console;
        this.root = root;
        this.runs = runs;
        this.data = data;
        ports = new FreePorts(port == 0 ? (int) ProcessHandle.current().pid() : port);
        addresses = new Addresses(port == 0 ? ports.next() : port, ports.next(), ports.next(), ports.next());
        media = withMedia ? new MediaPorts(ports.next(), ports.next()) : null;
        logs = data.isThrowAway() ? emptied(root.resolve(".rtcroom/logs/" + addresses.edge())) : data.folder("logs");
        secrets = Secrets.of(data);
        environment = new ServiceEnvironment(System.getenv(), secrets, addresses, media);
        control = new ControlServer(parts::run);
        record = RunRecord.start(data, addresses.edge(), control.port(), control.token());
        runs.add(record);
        watchdog = Watchdog.over(data.path());
        record.put("watchdog", ProcessRef.of(watchdog.toHandle()));
    }

    Addresses addresses() {
        return addresses;
    }

    /** Where streams are published and played, or null. */
    MediaPorts media() {
        return media;
    }

    Path logs() {
        return logs;
    }

    /** The API key that the services accept, or what to say instead of it. */
    String developmentKey() {
        return environment.hasDevelopmentKey()
                ? secrets.apiKey() + "  (tokens, revoke, rooms, events)"
                : "as given by RTCROOM_API_KEYS";
    }

    List<Supervised> parts() {
        return parts.all();
    }

    void start(int replicas, Jvm jvm) {
        var replicaPorts = new EnumMap<ServiceName, List<Integer>>(ServiceName.class);
        for (ServiceName service : ServiceName.values()) {
            var own = new ArrayList<Integer>();
            for (int number = 1; number <= replicas; number++) own.add(ports.next());
            replicaPorts.put(service, own);
        }
        int controllerPort = ports.next();
        atOnce(List.of(
                () -> startPart(this::postgres),
                () -> startPart(() -> KafkaBroker.prepare(data.folder("kafka"), addresses, controllerPort)),
                () -> startPart(() -> EdgeProxy.of(addresses, replicaPorts))));
        atOnce(services(replicaPorts, jvm));
        if (media != null) atOnce(List.of(() -> startPart(this::mediaServer)));
        started = true;
    }

    private Part postgres() throws IOException, InterruptedException {
        return Postgres.prepare(root.resolve(".rtcroom/postgres"), data.folder("postgres"), logs, addresses, secrets);
    }

    private Part mediaServer() throws IOException {
        Path folder = data.folder("media");
        String hooks = addresses.internalOrigin() + "/hooks/nginx-rtmp/" + secrets.hookSecret();
        return NginxRtmp.find()
                .orElseThrow(() -> new Refused(NginxRtmp.MISSING))
                .prepare(root, folder, media, hooks);
    }

    private List<Callable<Void>> services(Map<ServiceName, List<Integer>> replicaPorts, Jvm jvm) {
        var starts = new ArrayList<Callable<Void>>();
        replicaPorts.forEach((service, own) -> {
            for (int index = 0; index < own.size(); index++) {
                int number = index + 1;
                int port = own.get(index);
                starts.add(() -> startPart(() -> Service.replica(service, number, port, jvm, root, environment)));
            }
        });
        return starts;
    }

    private Void startPart(Callable<Part> preparation) throws Exception {
        Supervised part;
        synchronized (preparing) {
            if (closed) throw new Refused("the stack is stopping");
        }
        Part made = preparation.call();
        synchronized (preparing) {
            if (closed) throw new Refused("the stack is stopping");
            part = parts.add(new Supervised(made, logs, record, this::report));
            part.start();
        }
        if (!part.awaitReady(READY_WITHIN)) throw new NotReady(part);
        console.progress(String.format("%-18s is ready  127.0.0.1:%d", made.name(), made.port()));
        return null;
    }

    /** Until all are done or one has failed; then the others are not waited for. */
    private static void atOnce(List<Callable<Void>> works) {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var ended = new ExecutorCompletionService<Void>(threads);
            works.forEach(ended::submit);
            try {
                for (int count = 0; count < works.size(); count++) ended.take().get();
            } catch (ExecutionException e) {
                threads.shutdownNow();
                if (e.getCause() instanceof RuntimeException expected) throw expected;
                throw new IllegalStateException(e.getCause());
            } catch (InterruptedException e) {
                threads.shutdownNow();
                Thread.currentThread().interrupt();
            }
        }
    }

    /** A part has died and nobody here has asked it to. */
    private void report(Supervised part) {
        if (!started) return; // the start is waiting for it and says so itself
        String name = part.part().name();
        console.progress(name + " is down; start it with: ./rtcroom start " + name);
        console.block(part.logTail());
    }

    boolean isClosing() {
        synchronized (preparing) {
            return closed;
        }
    }

    @Override
    public void close() throws IOException {
        synchronized (preparing) {
            if (closed) return;
            closed = true;
        }
        control.close();
        for (var group : stopOrder()) atOnce(group);
        ports.close();
        record.delete();
        runs.remove(record);
        watchdog.destroyForcibly();
        data.close();
    }

    /** First nobody comes in any more, then the services end their work, then the stores. */
    private List<List<Callable<Void>>> stopOrder() {
        var groups = List.of(
                new ArrayList<Callable<Void>>(), new ArrayList<Callable<Void>>(), new ArrayList<Callable<Void>>());
        for (Supervised part : parts.all()) {
            int group =
                    switch (part.part().name()) {
                        case "edge", NginxRtmp.NAME -> 0;
                        case "postgres", "kafka" -> 2;
                        default -> 1;
                    };
            groups.get(group).add(() -> {
                part.retire();
                return null;
            });
        }
        return List.copyOf(groups);
    }

    private static Path emptied(Path logs) throws IOException {
        Files.createDirectories(logs);
        try (var files = Files.list(logs)) {
            for (Path file : files.toList()) Files.deleteIfExists(file);
        }
        return logs;
    }

    /** A part did not become ready in time, or died on the way. */
    static final class NotReady extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final transient Supervised part;

        NotReady(Supervised part) {
            super(part.part().name() + " did not become ready");
            this.part = part;
        }

        Supervised part() {
            return part;
        }
    }
}
