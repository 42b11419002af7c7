package io.rtcroom.media;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.stream.Stream;

/** Requests to media servers' APIs, each bounded in time. */
@Singleton
class ApiCalls {
    private static final int CONNECTIONS = 50;

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

    Uni<Answer> send(HttpMethod method, String url) {
        var options = new RequestOptions()
                .setMethod(method)
                .setAbsoluteURI(url)
                .setConnectTimeout(timeout.toMillis())
                .setIdleTimeout(timeout.toMillis());
        return Uni.createFrom()
                .<Answer>emitter(emitter -> http.request(options)
                        .compose(request -> request.send())
                        .compose(response ->
                                response.body().map(body -> new Answer(response.statusCode(), body.toString())))
                        .onComplete(emitter::complete, emitter::fail))
                .ifNoItem()
                .after(timeout)
                .fail();
    }
}
