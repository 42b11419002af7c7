package io.rtcroom.mix;

import io.rtcroom.key.SignatureHash;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * The vendor's platform (protocol.md §6.7). An order says everything about the mix, so one that may have been heard is
 * given again all the same.
 */
record TencentMixer(HttpClient http, MixConfig config, String appId, String apiKey, Clock clock) implements Mixer {
    private static final Logger LOG = Logger.getLogger(TencentMixer.class);
    private static final String INTERFACE = "mix_streamv2.start_mix_stream_advanced";
    private static final Duration SIGNED_FOR = Duration.ofSeconds(60);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final int RETRIES = 3;
    private static final int CONNECTIONS = 20;
    private static final int NO_CODE = -1;

    static TencentMixer of(MixConfig config, Vertx vertx, Clock clock) {
        var options = new HttpClientOptions()
                .setMaxPoolSize(CONNECTIONS)
                .setConnectTimeout((int) config.timeout().toMillis())
                .setIdleTimeout(60);
        return new TencentMixer(
                vertx.createHttpClient(options),
                config,
                required("app-id", config.tencent().appId()),
                required("api-key", config.tencent().apiKey()),
                clock);
    }

    private static String required(String key, Optional<String> value) {
        return value.orElseThrow(
                () -> new IllegalArgumentException("rtcroom.mix.provider=tencent needs rtcroom.mix.tencent." + key));
    }

    @Override
    public Uni<MixOutcome> mix(String order) {
        return Uni.createFrom()
                .deferred(() -> ask(order))
                .onFailure()
                .retry()
                .withBackOff(FIRST_PAUSE)
                .atMost(RETRIES)
                .ifNoItem()
                .after(config.budget())
                .fail()
                .onFailure()
                .invoke(e -> LOG.warnf("the platform mixes nothing: %s", e.toString()))
                .onFailure()
                .recoverWithItem(() -> MixOutcome.notDone("the platform does not answer", clock.instant()));
    }

    private Uni<MixOutcome> ask(String order) {
        var options = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setAbsoluteURI(address())
                .putHeader("Content-Type", "application/json")
                .setConnectTimeout(config.timeout().toMillis())
                .setIdleTimeout(config.timeout().toMillis());
        return Uni.createFrom()
                .<MixOutcome>emitter(emitter -> http.request(options)
                        .compose(request -> request.send(Buffer.buffer(order)))
                        .compose(response -> response.body().map(body -> outcome(response.statusCode(), body)))
                        .onComplete(emitter::complete, emitter::fail))
                .ifNoItem()
                .after(config.timeout())
                .fail();
    }

    private String address() {
        long until = clock.instant().plus(SIGNED_FOR).getEpochSecond();
        return config.tencent().url() + "?appid=" + appId + "&interface=" + INTERFACE + "&t=" + until + "&sign="
                + SignatureHash.MD5.hex(apiKey + until);
    }

    /** A refusal of the platform's own is an answer. */
    private MixOutcome outcome(int status, Buffer body) {
        if (status != 200) throw new IllegalStateException("status " + status);
        try {
            JsonObject answer = body.toJsonObject();
            return new MixOutcome(
                    answer.getInteger("code", NO_CODE),
                    answer.getString("message", ""),
                    answer.getLong("timestamp", clock.instant().getEpochSecond()));
        } catch (DecodeException | ClassCastException e) {
            throw new IllegalStateException("the platform's answer is not one", e);
        }
    }

    /** Without the key. */
    @Override
    public String toString() {
        return "TencentMixer[" + appId + "]";
    }
}
