package io.rtcroom.stream;

import io.rtcroom.history.StoredEvent;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.http.HttpServerResponse;
import java.util.concurrent.ThreadLocalRandom;
import org.jboss.logging.Logger;

/**
 * A connection that is sent events (the WHATWG event stream). Nothing is queued for it here beyond the socket's buffer:
 * when that is full the feed stops, and goes on from the store.
 */
final class SseReader implements Reader<Void> {
    private static final Logger LOG = Logger.getLogger(SseReader.class);
    private static final String KEEP_ALIVE = ":\n\n";

    private final HttpServerResponse response;
    private final StreamConfig config;
    private UniEmitter<? super Void> open;
    private long lastWriteAt;
    /** When the buffer was found full; 0 if it is not. */
    private long fullSince;

    SseReader(HttpServerResponse response, StreamConfig config) {
        this.response = response;
        this.config = config;
    }

    /** Sends the head, and a first frame with the cursor from which the stream goes on, or the snapshot it goes on from. */
    @Override
    public void begin(Feed feed, Beginning beginning, UniEmitter<? super Void> emitter) {
        open = emitter;
        response.setChunked(true);
        response.headers()
                .set("Content-Type", "text/event-stream;charset=UTF-8")
                .set("Cache-Control", "no-store")
                .set("X-Accel-Buffering", "no");
        response.setWriteQueueMaxSize(config.buffer());
        response.drainHandler(ignored -> drained(feed));
        String cursor = beginning.position().cursor().text();
        write("retry: " + retryMillis() + "\nid: " + cursor + "\nevent: ready\ndata: {\"cursor\":\"" + cursor
                + "\",\"recovered\":" + beginning.recovered() + snapshot(beginning) + "}\n\n");
    }

    private static String snapshot(Beginning beginning) {
        return beginning.recovered()
                ? ""
                : ",\"snapshot\":" + beginning.snapshot().json();
    }

    private long retryMillis() {
        long least = config.retry().toMillis();
        return least + ThreadLocalRandom.current().nextLong(2 * least + 1);
    }

    @Override
    public boolean show(StoredEvent stored, Position position) {
        // JSON has line ends only between its tokens; each needs a data line of its own.
        String data = stored.payload().replace("\r", "").replace("\n", "\ndata: ");
        write("id: " + position.cursor().text() + "\nevent: " + stored.type() + "\ndata: " + data + "\n\n");
        if (!response.writeQueueFull()) return true;
        fullSince = System.nanoTime();
        return false;
    }

    private void drained(Feed feed) {
        fullSince = 0;
        feed.resume();
    }

    @Override
    public void caughtUp() {
        // Every event is written as it is shown.
    }

    @Override
    public boolean tick() {
        if (open == null) return true;
        long now = System.nanoTime();
        if (fullSince != 0) {
            if (now - fullSince < config.slowReaderTimeout().toNanos()) return true;
            LOG.infof("a slow reader is cut");
            response.reset();
            return false;
        }
        if (now - lastWriteAt >= config.keepAlive().toNanos()) write(KEEP_ALIVE);
        return true;
    }

    /** The framework ends the response once the emitter completes. */
    @Override
    public void end() {
        if (open != null) open.complete(null);
    }

    private void write(String text) {
        lastWriteAt = System.nanoTime();
        response.write(text);
    }
}
