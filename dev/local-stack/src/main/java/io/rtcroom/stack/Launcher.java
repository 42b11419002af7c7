package io.rtcroom.stack;

import io.rtcroom.stack.config.FreePorts;
import io.rtcroom.stack.control.ControlClient;
import io.rtcroom.stack.control.Verb;
import io.rtcroom.stack.demo.BankDemo;
import io.rtcroom.stack.demo.CallDemo;
import io.rtcroom.stack.demo.MediaDemo;
import io.rtcroom.stack.part.Jvm;
import io.rtcroom.stack.part.NginxRtmp;
import io.rtcroom.stack.run.DataFolder;
import io.rtcroom.stack.run.RunRecord;
import io.rtcroom.stack.run.Runs;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;

/** The program behind {@code ./rtcroom}. */
final class Launcher {
    /** Not for people: ends what a killed launcher left in a folder. */
    static final String REAP = "reap";

    /** Starts, plays a call and ends, so that every service leaves behind what later starts take as it is. */
    private static final String TRAIN = "train";

    private static final Duration REAPING = Duration.ofSeconds(20);

    private final Console console = new Console(System.out);
    private final Path root = Path.of(System.getProperty("rtcroom.root", ".")).toAbsolutePath();
    private final Runs runs = new Runs(root.resolve(".rtcroom/run"));

    private Launcher() {}

    public static void main(String[] args) throws Exception {
        try {
            System.exit(new Launcher().run(List.of(args)));
        } catch (Refused e) {
            System.err.println("rtcroom: " + e.getMessage());
            System.exit(2);
        }
    }

    private int run(List<String> args) throws Exception {
        if (args.isEmpty()) throw new Refused("nothing to do; see ./rtcroom help");
        String word = args.getFirst();
        var options = StackOptions.parse(args.subList(1, args.size()));
        Optional<Verb> verb = Verb.find(word);
        if (verb.isPresent()) return control(verb.get(), options);
        return switch (word) {
            case "up" -> up(options, false);
            case TRAIN -> up(options, true);
            case "demo" -> demo(options) ? 0 : 1;
            case REAP -> reap(Path.of(options.words().getFirst()));
            default -> throw new Refused("unknown command " + word + "; see ./rtcroom help");
        };
    }

    private boolean demo(StackOptions options) throws IOException, InterruptedException {
        String origin = options.origin() == null ? onlyOrigin() : options.origin();
        return switch (String.join(" ", options.words())) {
            case "" -> CallDemo.play(origin, System.out);
            case "media" -> MediaDemo.play(origin, System.out);
            case "agents" -> BankDemo.play(origin, System.out);
            default -> throw new Refused("there is no demo " + String.join(" ", options.words()));
        };
    }

    private int up(StackOptions options, boolean trains) throws IOException, InterruptedException {
        if (!options.words().isEmpty())
            throw new Refused("unknown argument " + options.words().getFirst());
        if (options.media() && NginxRtmp.find().isEmpty()) throw new Refused(NginxRtmp.MISSING);
        cleanUp(options);
        int port = options.portOrDefault();
        if (port != 0 && !FreePorts.isFree(port))
            throw new Refused("port " + port + " is in use; choose another with --port");
        var stack = new Stack(console, root, runs, dataOf(options), port, options.media());
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(stack)));
        try {
            stack.start(options.replicas(), new Jvm(options.heap(), trains));
        } catch (Stack.NotReady e) {
            if (!stack.isClosing()) {
                console.progress(e.getMessage() + "; the end of " + e.part().logFile() + ":");
                console.block(e.part().logTail());
            }
            return 1;
        }
        if (trains) return CallDemo.play(stack.addresses().origin(), System.out) ? 0 : 1;
        Announcement.of(stack, console);
        if (options.demo()) CallDemo.play(stack.addresses().origin(), System.out);
        new CountDownLatch(1).await();
        return 0;
    }

    private void cleanUp(StackOptions options) throws IOException {
        List<String> left = runs.reap();
        if (left.isEmpty() && options.data() != null) left = Runs.reap(options.data());
        if (!left.isEmpty())
            console.progress("ended what a killed launcher had left behind: " + String.join(", ", left));
    }

    private DataFolder dataOf(StackOptions options) throws IOException {
        if (options.data() == null) return DataFolder.throwAway();
        var live = RunRecord.read(options.data()).filter(RunRecord::isLive);
        return DataFolder.keep(options.data(), live.isPresent() ? Duration.ZERO : REAPING)
                .orElseThrow(() -> new Refused("a stack runs on " + options.data() + " already"
                        + live.map(stack -> ": http://127.0.0.1:" + stack.port() + ", process "
                                        + stack.launcher().pid())
                                .orElse("")));
    }

    private void end(Stack stack) {
        console.line("");
        console.progress("stopping");
        try {
            stack.close();
            console.progress("all is stopped");
        } catch (IOException | RuntimeException e) {
            console.progress("not all could be cleaned up: " + e);
        }
    }

    private int reap(Path data) throws IOException {
        Runs.reap(data);
        runs.reap();
        return 0;
    }

    private int control(Verb verb, StackOptions options) throws IOException, InterruptedException {
        if (!verb.isForAll() && options.words().size() != 1)
            throw new Refused(verb.word() + " needs the name of a part; see ./rtcroom status");
        RunRecord stack = chosen(options);
        if (verb == Verb.STATUS)
            console.line("http://127.0.0.1:" + stack.port() + "  launcher "
                    + stack.launcher().pid() + "  data " + stack.folder()
                    + (stack.isThrowAway() ? " (thrown away at the end)" : ""));
        var answer = ControlClient.ask(
                stack, verb, options.words().stream().findFirst().orElse(""));
        (answer.done() ? System.out : System.err).println(answer.text());
        return answer.done() ? 0 : 1;
    }

    private RunRecord chosen(StackOptions options) throws IOException {
        if (options.data() != null)
            return RunRecord.read(options.data())
                    .filter(RunRecord::isLive)
                    .orElseThrow(() -> new Refused("no stack runs on " + options.data()));
        var live = runs.live().stream()
                .filter(stack -> options.port() == null || stack.port() == options.port())
                .toList();
        if (live.isEmpty()) throw new Refused("no stack is running here; start one with ./rtcroom up");
        if (live.size() > 1)
            throw new Refused("several stacks are running; choose with --port: "
                    + live.stream().map(stack -> String.valueOf(stack.port())).collect(Collectors.joining(", ")));
        return live.getFirst();
    }

    private String onlyOrigin() throws IOException {
        var live = runs.live();
        return "http://127.0.0.1:" + (live.size() == 1 ? live.getFirst().port() : StackOptions.DEFAULT_PORT);
    }
}
