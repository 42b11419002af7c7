package io.rtcroom.bench;

import io.rtcroom.bench.Users.User;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.core.parsetools.RecordParser;
import java.util.List;
import java.util.function.BiConsumer;

/** Open {@code GET /v1/events} requests, each on a connection of its own. */
final class EventStreams implements AutoCloseable {
    private static final int AT_ONCE = 50;
    private static final String FRAME_END = "\n\n";
    private static final String DATA = "\ndata: ";
    /** The first frame of a stream is about the stream itself. */
    private static final String EVENT = "\"specversion\"";

    private final Vertx vertx;
    private final HttpClient http;
    private final String uri;

    /** @param localAddress from which to connect: each has a range of ports of its own */
    EventStreams(Vertx vertx, String origin, String localAddress, int connections) {
        this.vertx = vertx;
        http = vertx.createHttpClient(new HttpClientOptions()
                .setLocalAddress(localAddress)
                .setMaxPoolSize(connections)
                .setMaxWaitQueueSize(-1)
                .setReadIdleTimeout(0));
        uri = origin + "/v1/events";
    }

    /**
     * Opens the user's stream.
     *
     * @param heard gets the user and each event
     * @return done once the stream has said that it is ready
     */
    private Future<Void> open(User user, BiConsumer<User, JsonObject> heard) {
        return Wire.on(vertx.getOrCreateContext(), () -> openHere(user, heard));
    }

    private Future<Void> openHere(User user, BiConsumer<User, JsonObject> heard) {
        Call call = Call.get(uri, user.token());
        call.options().putHeader("Accept", "text/event-stream").setTimeout(0);
        return http.request(call.options()).compose(request -> request.send()).compose(response -> {
            if (response.statusCode() != 200)
                return Future.failedFuture("an event stream answered " + response.statusCode());
            return read(response, user, heard);
        });
    }

    /** Opens the streams of all these, a few at a time. @return how many are ready */
    int openAll(List<User> users, BiConsumer<User, JsonObject> heard) {
        int ready = 0;
        for (int from = 0; from < users.size(); from += AT_ONCE) {
            List<Future<Void>> opened = users.subList(from, Math.min(users.size(), from + AT_ONCE)).stream()
                    .map(user -> open(user, heard))
                    .toList();
            Wires.await(Future.join(opened).otherwiseEmpty());
            ready += (int) opened.stream().filter(Future::succeeded).count();
        }
        return ready;
    }

    private static Future<Void> read(HttpClientResponse response, User user, BiConsumer<User, JsonObject> heard) {
        return Future.future(ready -> RecordParser.newDelimited(FRAME_END, response)
                .exceptionHandler(closed -> ready.tryFail(closed))
                .handler(frame -> {
                    ready.tryComplete();
                    hear(frame, user, heard);
                }));
    }

    private static void hear(Buffer frame, User user, BiConsumer<User, JsonObject> heard) {
        String text = frame.toString();
        int data = text.indexOf(DATA);
        if (data < 0 || !text.contains(EVENT)) return;
        heard.accept(user, new JsonObject(text.substring(data + DATA.length())));
    }

    @Override
    public void close() {
        Wires.await(http.close());
    }
}
