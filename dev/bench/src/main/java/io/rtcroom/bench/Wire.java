package io.rtcroom.bench;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import java.util.function.Supplier;

/** Connections on one event loop. Everything given to it runs there. */
final class Wire {
    /** A closed loop never has more requests under way; an open one queues here, and its latencies say so. */
    private static final int CONNECTIONS = 256;

    private final Context context;
    private final HttpClient http;

    Wire(Context context) {
        this.context = context;
        http = context.owner()
                .createHttpClient(new HttpClientOptions()
                        .setMaxPoolSize(CONNECTIONS)
                        .setMaxWaitQueueSize(-1)
                        .setIdleTimeout(0));
    }

    void run(Runnable work) {
        context.runOnContext(ignored -> work.run());
    }

    /** The answer's body; any other status than the expected one is a failure. */
    Future<Buffer> send(Call call) {
        return on(context, () -> sendHere(call));
    }

    /** Elsewhere than on its event loop an answer may have gone by before anybody listens. */
    static <T> Future<T> on(Context context, Supplier<Future<T>> work) {
        if (Vertx.currentContext() == context) return work.get();
        return Future.future(done -> context.runOnContext(ignored -> work.get().onComplete(done)));
    }

    private Future<Buffer> sendHere(Call call) {
        return http.request(call.options())
                .compose(request -> request.send(call.body()))
                .compose(response -> response.body().map(body -> verified(call, response, body)));
    }

    private static Buffer verified(Call call, HttpClientResponse response, Buffer body) {
        boolean complete = call.text().isEmpty() || body.toString().contains(call.text());
        if (response.statusCode() == call.status() && complete) return body;
        throw new IllegalStateException(call.options().getMethod() + " "
                + call.options().getURI().replaceAll("[0-9a-f]{8}-[0-9a-f-]{27}|bench-\\d+|\\?.*", "…")
                + " answered " + response.statusCode() + (complete ? "" : " without " + call.text()));
    }
}
