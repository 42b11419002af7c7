package io.rtcroom.message;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micrometer.core.instrument.MeterRegistry;
import io.rtcroom.message.MessageConfig.Hook.OnFailure;
import io.rtcroom.problem.ProblemException;
import io.rtcroom.problem.ProblemType;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.core.http.HttpClient;
import jakarta.inject.Singleton;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.jboss.logging.Logger;

/**
 * Asks the operator's hook whether a message may be sent: a 2xx lets it pass, a 403 refuses it, and anything else is a
 * failure, for which the configuration says what happens.
 */
@Singleton
class BeforeSend {
    private static final Logger LOG = Logger.getLogger(BeforeSend.class);

    private final MessageConfig.Hook config;
    private final MeterRegistry meters;
    private final HttpClient client;

    private enum Verdict {
        ALLOWED,
        REFUSED,
        FAILED
    }

    BeforeSend(MessageConfig config, Vertx vertx, MeterRegistry meters) {
        this.config = config.hook();
        this.meters = meters;
        client = vertx.createHttpClient();
    }

    /** @throws ProblemException {@code message-refused}, or {@code unavailable} if the hook fails and must not */
    Uni<Void> check(Chat chat, String from, String text) {
        if (config.url().isEmpty()) return Uni.createFrom().voidItem();
        return ask(config.url().get(), body(chat, from, text))
                .ifNoItem()
                .after(config.timeout())
                .fail()
                .onFailure()
                .recoverWithItem(Verdict.FAILED)
                .invoke(this::judge)
                .replaceWithVoid();
    }

    private Uni<Verdict> ask(URI url, byte[] body) {
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setAbsoluteURI(url.toString())
                .setTimeout(config.timeout().toMillis())
                .putHeader("Content-Type", "application/json");
        config.authorization().ifPresent(value -> options.putHeader("Authorization", value));
        return client.request(options)
                .chain(request -> request.send(Buffer.buffer(body)))
                .map(answer -> switch (answer.statusCode() / 100) {
                    case 2 -> Verdict.ALLOWED;
                    default -> answer.statusCode() == 403 ? Verdict.REFUSED : Verdict.FAILED;
                });
    }

    private void judge(Verdict verdict) {
        meters.counter("rtcroom.messages.hook", "verdict", verdict.name().toLowerCase(java.util.Locale.ROOT))
                .increment();
        if (verdict == Verdict.REFUSED)
            throw new ProblemException(ProblemType.MESSAGE_REFUSED, "the message was refused before it was sent");
        if (verdict == Verdict.FAILED) {
            LOG.warnf("the hook does not answer: messages are %s", config.onFailure());
            if (config.onFailure() == OnFailure.REFUSE)
                throw new ProblemException(ProblemType.UNAVAILABLE, "messages cannot be checked now");
        }
    }

    private static byte[] body(Chat chat, String from, String text) {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("chat", chat.subject())
                .put("from", from)
                .put("text", text);
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }
}
