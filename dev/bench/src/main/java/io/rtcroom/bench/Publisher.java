package io.rtcroom.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** ffmpeg, publishing a picture small enough for any machine until it is cut off. */
final class Publisher implements AutoCloseable {
    private static final String[] COMMAND = {
        "ffmpeg",
        "-nostdin",
        "-hide_banner",
        "-loglevel",
        "error",
        "-progress",
        "pipe:1",
        "-stats_period",
        "0.1",
        "-re",
        "-f",
        "lavfi",
        "-i",
        "testsrc=size=160x120:rate=25",
        "-c:v",
        "flv",
        "-g",
        "25",
        "-f",
        "flv"
    };

    private final Process process;
    private final CountDownLatch pictures = new CountDownLatch(1);
    private final CompletableFuture<Long> ended;

    private Publisher(Process process) {
        this.process = process;
        ended = process.onExit().thenApply(gone -> System.nanoTime());
        Thread.startVirtualThread(this::read);
    }

    static Publisher to(String url) throws IOException {
        var builder = new ProcessBuilder(COMMAND);
        builder.command().add(url);
        return new Publisher(builder.redirectErrorStream(true).start());
    }

    private void read() {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine())
                if (line.matches("frame=\\s*[1-9]\\d*")) pictures.countDown();
        } catch (IOException e) {
            // It has ended.
        }
    }

    /** Until the media server has taken some. */
    void awaitPictures(Duration patience) throws InterruptedException {
        if (!pictures.await(patience.toMillis(), TimeUnit.MILLISECONDS))
            throw new IllegalStateException("ffmpeg did not publish within " + patience.toSeconds() + " s");
    }

    /** When it ended, by the clock of {@link System#nanoTime}. */
    long awaitEnd(Duration patience) throws InterruptedException, ExecutionException {
        try {
            return ended.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new IllegalStateException("a publisher was not cut off within " + patience.toSeconds() + " s", e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
