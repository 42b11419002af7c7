package io.rtcroom.media;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.function.Function;
import java.util.stream.Stream;

/** Requests to media servers' APIs, each bounded in time. */
@Singleton
class ApiCalls {
    private static final int CONNECTIONS = 50;
    private static final int MAX_PART = 65_536;
    private static final int MAX_DIGITS = 5;

    private final HttpClient http;
    private final Duration timeout;

    ApiCalls(Vertx vertx, MediaConfig config) {
        timeout = config.timeout();
        http = vertx.createHttpClient(new HttpClientOptions()
                .setMaxPoolSize(CONNECTIONS)
                .setConnectTimeout((int) timeout.toMillis())
                .setIdleTimeout(60));
    }

    record Answer(int status, String body) {
        boolean isDone() {
            return status >= 200 && status < 300;
        }

        /** An empty object if it is none. */
        JsonObject json() {
            try {
                return body.startsWith("{") ? new JsonObject(body) : new JsonObject();
            } catch (DecodeException e) {
                return new JsonObject();
            }
        }

        Stream<JsonObject> items(String name) {
            JsonArray items = isDone() ? json().getJsonArray(name) : null;
            return items == null
                    ? Stream.empty()
                    : items.stream().filter(JsonObject.class::isInstance).map(JsonObject.class::cast);
        }
    }

    /**
     * A part of a file.
     *
     * @param size of the whole file in bytes
     */
    record Part(long size, Buffer bytes) {}

    Uni<Answer> send(HttpMethod method, String url) {
        return exchange(options(method, url), response -> response.body()
                .map(body -> new Answer(response.statusCode(), body.toString())));
    }

    /** @param range as the header has it, {@code bytes=-4}; null is answered if there is no such part or file */
    Uni<Part> part(String url, String range) {
        return exchange(options(HttpMethod.GET, url).putHeader("Range", range), ApiCalls::part);
    }

    /** A server that knows no ranges sends the whole file, perhaps hours of pictures: it is not read. */
    private static Future<Part> part(HttpClientResponse response) {
        String place = response.getHeader("Content-Range");
        if (response.statusCode() != 206 || place == null || !isSmall(response.getHeader("Content-Length"))) {
            response.request().reset();
            return Future.succeededFuture();
        }
        long size = Long.parseLong(place.substring(place.lastIndexOf('/') + 1));
        return response.body().map(bytes -> new Part(size, bytes));
    }

    private static boolean isSmall(String length) {
        return length != null && length.length() <= MAX_DIGITS && Integer.parseInt(length) <= MAX_PART;
    }

    private RequestOptions options(HttpMethod method, String url) {
        return new RequestOptions()
                .setMethod(method)
                .setAbsoluteURI(url)
                .setConnectTimeout(timeout.toMillis())
                .setIdleTimeout(timeout.toMillis());
    }

    private <T> Uni<T> exchange(RequestOptions options, Function<HttpClientResponse, Future<T>> read) {
        return Uni.createFrom()
                .<T>emitter(emitter -> http.request(options)
                        .compose(request -> request.send())
                        .compose(read)
                        .onComplete(emitter::complete, emitter::fail))
                .ifNoItem()
                .after(timeout)
                .fail();
    }
}
