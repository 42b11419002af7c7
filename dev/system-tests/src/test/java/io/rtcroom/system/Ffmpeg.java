package io.rtcroom.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** A publisher or player that runs ffmpeg until it is closed. */
final class Ffmpeg implements AutoCloseable {
    private static final Pattern FRAME = Pattern.compile("frame=\\s*(\\d+)");
    private static final Duration LONGEST_START = Duration.ofSeconds(20);

    private final Process process;
    private final Path output;

    private Ffmpeg(List<String> arguments) {
        var command = new ArrayList<>(
                List.of("ffmpeg", "-nostdin", "-hide_banner", "-loglevel", "error", "-progress", "pipe:1"));
        command.addAll(arguments);
        try {
            output = Files.createTempFile(RepositoryRoot.resolve("dev/system-tests/target"), "ffmpeg-", ".log");
            process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(Redirect.to(output.toFile()))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static boolean isInstalled() {
        try {
            return new ProcessBuilder("ffmpeg", "-version")
                            .redirectErrorStream(true)
                            .redirectOutput(Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    static Ffmpeg publish(String url) {
        return new Ffmpeg(List.of(
                "-re",
                "-f",
                "lavfi",
                "-i",
                "testsrc=size=160x120:rate=15",
                "-c:v",
                "flv",
                "-g",
                "15",
                "-f",
                "flv",
                url));
    }

    static Ffmpeg play(String url) {
        return new Ffmpeg(List.of(
                "-fflags",
                "nobuffer",
                "-analyzeduration",
                "500000",
                "-probesize",
                "32768",
                "-i",
                url,
                "-an",
                "-f",
                "null",
                "-"));
    }

    /** Whether pictures pass; decided as soon as some do, or ffmpeg has given up. */
    boolean runs() {
        long deadline = System.nanoTime() + LONGEST_START.toNanos();
        while (System.nanoTime() < deadline) {
            if (frames() > 0) return true;
            if (!process.isAlive()) return false;
            pause();
        }
        return false;
    }

    /** Whether it was sent away; one that waits for pictures was not. */
    boolean isRefused() {
        return !runs() && !process.isAlive();
    }

    /** How long it took until it ended by itself. */
    Duration awaitEnd(Duration atMost) {
        long begin = System.nanoTime();
        try {
            if (!process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS))
                throw new AssertionError("ffmpeg still runs after " + atMost);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        return Duration.ofNanos(System.nanoTime() - begin);
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** SIGKILL: no farewell to the server. */
    void kill() {
        process.destroyForcibly();
    }

    /** How many pictures of a file ffprobe can read. */
    static int framesOf(Path file) throws IOException, InterruptedException {
        var probe = new ProcessBuilder(
                        "ffprobe",
                        "-v",
                        "error",
                        "-count_frames",
                        "-select_streams",
                        "v:0",
                        "-show_entries",
                        "stream=nb_read_frames",
                        "-of",
                        "csv=p=0",
                        file.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(probe.getInputStream().readAllBytes()).trim();
        if (probe.waitFor() != 0) throw new AssertionError("ffprobe: " + said);
        return Integer.parseInt(said);
    }

    int frames() {
        try {
            return FRAME.matcher(Files.readString(output))
                    .results()
                    .mapToInt(found -> Integer.parseInt(found.group(1)))
                    .max()
                    .orElse(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(50);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        kill();
    }
}
