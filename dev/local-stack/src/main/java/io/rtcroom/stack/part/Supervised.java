package io.rtcroom.stack.part;

import io.rtcroom.stack.process.Detached;
import io.rtcroom.stack.process.ProcessRef;
import io.rtcroom.stack.process.Signal;
import io.rtcroom.stack.run.Pause;
import io.rtcroom.stack.run.RunRecord;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** One part and its process, if it has one. Nothing is started again by itself: who kills a part wants it dead. */
public final class Supervised {
    private static final Duration LOOK_EVERY = Duration.ofMillis(100);
    private static final int TAIL = 25;

    private final Part part;
    private final LogFile log;
    private final RunRecord record;
    private final Consumer<Supervised> onDeath;
    private Process process;
    private volatile State state = State.STOPPED;
    private boolean retired;

    /** @param onDeath told when the process ends and nobody here has asked it to */
    public Supervised(Part part, Path logs, RunRecord record, Consumer<Supervised> onDeath) {
        this.part = part;
        this.log = new LogFile(logs.resolve(part.name() + ".log"));
        this.record = record;
        this.onDeath = onDeath;
    }

    public Part part() {
        return part;
    }

    public State state() {
        return state;
    }

    public Path logFile() {
        return log.path();
    }

    public List<String> logTail() {
        return log.tail(TAIL);
    }

    public boolean isMeantBy(String text) {
        return part.isMeantBy(text);
    }

    public synchronized long pid() {
        return process == null ? -1 : process.pid();
    }

    public synchronized void start() {
        if (retired) throw new IllegalStateException("the stack is stopping");
        if (state == State.PAUSED) throw new IllegalStateException(part.name() + " is paused; resume it");
        if (state == State.UP || state == State.STARTING)
            throw new IllegalStateException(part.name() + " runs already");
        var command = new ArrayList<>(Detached.prefixOf());
        command.addAll(part.command());
        var builder = new ProcessBuilder(command)
                .redirectInput(Redirect.from(new File("/dev/null")))
                .redirectErrorStream(true)
                .redirectOutput(Redirect.appendTo(log.path().toFile()));
        builder.environment().putAll(part.environment());
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new IllegalStateException(part.name() + " cannot be started: " + e.getMessage(), e);
        }
        record.put(part.name(), ProcessRef.of(process.toHandle()));
        state = State.STARTING;
        process.onExit().thenAccept(this::ended);
    }

    /** Waits until the part works; returns false if it has died or time is up. */
    public boolean awaitReady(Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (System.nanoTime() < deadline) {
            if (state == State.STOPPED || state == State.DOWN) return false;
            if (isReady()) {
                becomeUp();
                return true;
            }
            Pause.of(LOOK_EVERY);
        }
        return false;
    }

    /** Whether it works right now. */
    public boolean isReady() {
        try {
            return part.probe().isReady();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (Exception notYet) {
            return false;
        }
    }

    /** Asks it to end in good order, and ends it if it does not. */
    public synchronized void stop() {
        if (!isRunning()) return;
        state = State.STOPPED;
        var family = family();
        Signal.CONT.send(family.stream());
        part.stopSignal().send(List.of(process.toHandle()).stream());
        if (!waitFor(part.patience())) Signal.KILL.send(family().stream());
        waitFor(part.patience());
    }

    public synchronized void kill() {
        if (!isRunning()) throw new IllegalStateException(part.name() + " does not run");
        state = State.STOPPED;
        Signal.KILL.send(family().stream());
        waitFor(part.patience());
    }

    public synchronized void pause() {
        if (!isRunning()) throw new IllegalStateException(part.name() + " does not run");
        Signal.STOP.send(family().stream());
        state = State.PAUSED;
    }

    public synchronized void resume() {
        if (state != State.PAUSED) throw new IllegalStateException(part.name() + " is not paused");
        Signal.CONT.send(family().stream());
        state = State.UP;
    }

    /** Stops it for good. */
    public void retire() {
        synchronized (this) {
            retired = true;
        }
        stop();
    }

    private synchronized void becomeUp() {
        if (state == State.STARTING) state = State.UP;
    }

    public synchronized boolean isRunning() {
        return process != null && process.isAlive();
    }

    private List<ProcessHandle> family() {
        return ProcessRef.family(process.toHandle()).toList();
    }

    private boolean waitFor(Duration patience) {
        try {
            return process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void ended(Process which) {
        synchronized (this) {
            if (which != process) return; // another has taken its place since
            record.remove(part.name());
            if (state == State.STOPPED) return;
            state = State.DOWN;
        }
        onDeath.accept(this);
    }

    /** How a part stands. */
    public enum State {
        STOPPED,
        STARTING,
        UP,
        PAUSED,
        /** It ended by itself, or somebody else ended it. */
        DOWN
    }
}
