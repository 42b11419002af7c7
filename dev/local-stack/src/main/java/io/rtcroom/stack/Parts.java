package io.rtcroom.stack;

import io.rtcroom.stack.config.ServiceName;
import io.rtcroom.stack.control.Verb;
import io.rtcroom.stack.part.Supervised;
import io.rtcroom.stack.part.Supervised.State;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The parts by name, and what may be done to them from another terminal. */
final class Parts {
    private static final Duration START_PATIENCE = Duration.ofSeconds(90);

    private final List<Supervised> parts = new CopyOnWriteArrayList<>();

    Supervised add(Supervised part) {
        parts.add(part);
        return part;
    }

    List<Supervised> all() {
        return List.copyOf(parts);
    }

    String run(Verb verb, String name) {
        return switch (verb) {
            case STATUS -> status();
            case STOP -> each(name, part -> part.isRunning(), Parts::stop);
            case START -> start(name);
            case PAUSE -> each(name, part -> part.state() != State.PAUSED, Parts::pause);
            case RESUME -> each(name, part -> part.state() == State.PAUSED, Parts::resume);
            case KILL -> each(name, part -> part.isRunning(), Parts::kill);
            case RESTART -> restart(name);
        };
    }

    private List<Supervised> meantBy(String name) {
        var meant = parts.stream().filter(part -> part.isMeantBy(name)).toList();
        if (meant.isEmpty())
            throw new IllegalStateException("there is no part " + name + "; there are "
                    + parts.stream().map(part -> part.part().name()).collect(Collectors.joining(", ")));
        return meant;
    }

    /** One part that cannot be treated so is refused; of several, those that can are. */
    private String each(
            String name, java.util.function.Predicate<Supervised> applies, Function<Supervised, String> action) {
        var meant = meantBy(name);
        var chosen = meant.size() == 1 ? meant : meant.stream().filter(applies).toList();
        if (chosen.isEmpty()) throw new IllegalStateException("nothing to do for " + name);
        return chosen.stream().map(action).collect(Collectors.joining("\n"));
    }

    private String start(String name) {
        var meant = meantBy(name);
        var chosen = meant.size() == 1
                ? meant
                : meant.stream().filter(part -> !part.isRunning()).toList();
        if (chosen.isEmpty()) throw new IllegalStateException("nothing to do for " + name);
        chosen.forEach(Supervised::start);
        var answers = new ArrayList<String>();
        for (Supervised part : chosen) {
            long begin = System.nanoTime();
            if (!part.awaitReady(START_PATIENCE))
                throw new IllegalStateException(part.part().name() + " did not become ready, see " + part.logFile());
            answers.add(String.format(
                    Locale.ROOT, "%s is ready after %.1f s", part.part().name(), (System.nanoTime() - begin) / 1e9));
        }
        return String.join("\n", answers);
    }

    /** One after the other, each ready before the next goes; without a name all replicas of all services. */
    private String restart(String name) {
        Stream<Supervised> meant = name.isEmpty()
                ? Arrays.stream(ServiceName.values()).flatMap(service -> meantBy(service.text()).stream())
                : meantBy(name).stream();
        return meant.filter(Supervised::isRunning)
                .map(part -> stop(part) + "\n" + start(part.part().name()))
                .collect(Collectors.joining("\n"));
    }

    private static String stop(Supervised part) {
        if (!part.isRunning()) throw new IllegalStateException(part.part().name() + " does not run");
        part.stop();
        return part.part().name() + " is stopped";
    }

    private static String pause(Supervised part) {
        part.pause();
        return part.part().name() + " is paused";
    }

    private static String resume(Supervised part) {
        part.resume();
        return part.part().name() + " goes on";
    }

    private static String kill(Supervised part) {
        part.kill();
        return part.part().name() + " is killed";
    }

    private String status() {
        var lines = new ArrayList<String>();
        lines.add(String.format("%-18s %-9s %-9s %-6s %-8s %s", "PART", "STATE", "ANSWERS", "PORT", "PROCESS", "LOG"));
        for (Supervised part : parts) {
            boolean ready = part.state() != State.PAUSED && part.isRunning() && part.isReady();
            lines.add(String.format(
                    "%-18s %-9s %-9s %-6d %-8s %s",
                    part.part().name(),
                    part.state().name().toLowerCase(Locale.ROOT),
                    ready ? "yes" : "no",
                    part.part().port(),
                    part.isRunning() ? String.valueOf(part.pid()) : "-",
                    part.logFile()));
        }
        return String.join("\n", lines);
    }
}
