package io.rtcroom.platform;

import io.rtcroom.key.SignatureHash;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Duration;

/** One signed call of the platform, with as many connections at most as it was made for. */
public final class CommonAccess {
    private final HttpClient http;
    private final String url;
    private final String appId;
    private final String apiKey;
    private final Duration timeout;
    private final Clock clock;

    /** @param timeout how long one call may take */
    public CommonAccess(
            Vertx vertx, int connections, String url, String appId, String apiKey, Duration timeout, Clock clock) {
        http = vertx.createHttpClient(new HttpClientOptions()
                .setMaxPoolSize(connections)
                .setConnectTimeout((int) timeout.toMillis())
                .setIdleTimeout(60));
        this.url = url;
        this.appId = appId;
        this.apiKey = apiKey;
        this.timeout = timeout;
        this.clock = clock;
    }

    /** The answer's document; what is none, and any status but 200, is a failure. */
    public Uni<JsonObject> post(String name, Duration signedFor, String document) {
        return ask(
                options(HttpMethod.POST, address(name, signedFor)).putHeader("Content-Type", "application/json"),
                Buffer.buffer(document));
    }

    /** As {@link #post}. @param parameters appended as they are */
    public Uni<JsonObject> get(String name, Duration signedFor, String parameters) {
        return ask(options(HttpMethod.GET, address(name, signedFor) + "&" + parameters), Buffer.buffer());
    }

    private RequestOptions options(HttpMethod method, String address) {
        return new RequestOptions()
                .setMethod(method)
                .setAbsoluteURI(address)
                .setConnectTimeout(timeout.toMillis())
                .setIdleTimeout(timeout.toMillis());
    }

    private Uni<JsonObject> ask(RequestOptions options, Buffer body) {
        return Uni.createFrom()
                .<JsonObject>emitter(emitter -> http.request(options)
                        .compose(request -> body.length() == 0 ? request.send() : request.send(body))
                        .compose(response -> response.body().map(bytes -> document(response, bytes)))
                        .onComplete(emitter::complete, emitter::fail))
                .ifNoItem()
                .after(timeout)
                .fail();
    }

    private String address(String name, Duration signedFor) {
        long until = clock.instant().plus(signedFor).getEpochSecond();
        return url + "?appid=" + appId + "&interface=" + name + "&t=" + until + "&sign="
                + SignatureHash.MD5.hex(apiKey + until);
    }

    private static JsonObject document(HttpClientResponse response, Buffer body) {
        if (response.statusCode() != 200) throw new IllegalStateException("status " + response.statusCode());
        try {
            return body.toJsonObject();
        } catch (DecodeException | ClassCastException e) {
            throw new IllegalStateException("the platform's answer is not one", e);
        }
    }

    /** Without the key. */
    @Override
    public String toString() {
        return "CommonAccess[" + appId + "]";
    }
}
