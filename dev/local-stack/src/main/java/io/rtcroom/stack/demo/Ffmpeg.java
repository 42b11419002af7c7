package io.rtcroom.stack.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** One run of ffmpeg, and how many frames it has handled so far. */
final class Ffmpeg implements AutoCloseable {
    private static final String[] QUIET = {"-nostdin", "-hide_banner", "-loglevel", "error", "-progress", "pipe:1"};

    private final Process process;
    private volatile int frames;
    private volatile String complaint = "";

    private Ffmpeg(List<String> arguments) throws IOException {
        var command = new ArrayList<>(List.of("ffmpeg"));
        command.addAll(List.of(QUIET));
        command.addAll(arguments);
        process = new ProcessBuilder(command).redirectErrorStream(true).start();
        Thread.ofVirtual().start(this::read);
    }

    static boolean isInstalled() throws InterruptedException {
        try {
            return new ProcessBuilder("ffmpeg", "-version")
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException missing) {
            return false;
        }
    }

    /** A picture with a clock in it, small enough for any machine. */
    static Ffmpeg publish(String url) throws IOException {
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

    /** Plays until so many frames have come. */
    static Ffmpeg play(String url, int frames) throws IOException {
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
                "-frames:v",
                String.valueOf(frames),
                "-f",
                "null",
                "-"));
    }

    int frames() {
        return frames;
    }

    /** Whether so many frames were handled in time. */
    boolean handles(int wanted, int seconds) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (frames < wanted && System.nanoTime() < deadline) {
            if (!process.isAlive() && frames < wanted) return false;
            TimeUnit.MILLISECONDS.sleep(20);
        }
        return frames >= wanted;
    }

    String complaint() {
        return Timeline.redacted(complaint);
    }

    private void read() {
        try (var lines = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("frame="))
                    frames = Integer.parseInt(line.substring("frame=".length()).trim());
                else if (!line.matches("[a-z_0-9]+=.*")) complaint = line;
            }
        } catch (IOException | UncheckedIOException ended) {
            // the process was ended
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
