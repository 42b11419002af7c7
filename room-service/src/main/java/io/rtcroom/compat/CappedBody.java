package io.rtcroom.compat;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.util.function.Consumer;

/** Collects a body up to a limit. What is beyond it is read and dropped: a client still sending hears no answer. */
final class CappedBody {
    private final int maxBytes;
    private Buffer bytes = Buffer.buffer();

    CappedBody(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** @param then gets the body, or null if it is too large */
    void read(HttpServerRequest request, Consumer<Buffer> then) {
        request.handler(this::add).endHandler(end -> then.accept(bytes));
        request.resume();
    }

    private void add(Buffer chunk) {
        if (bytes == null) return;
        if (bytes.length() + chunk.length() > maxBytes) bytes = null;
        else bytes.appendBuffer(chunk);
    }
}
