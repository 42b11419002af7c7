package io.rtcroom.bridge;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.rtcroom.problem.ProblemException;
import io.rtcroom.problem.ProblemType;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.util.Locale;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.server.Cancellable;

/**
 * The IM vendor's callbacks before and after a message. It waits two seconds, asks once, shows the message if nobody
 * answers, and does not always say that it sends JSON.
 */
@Path("/hooks/tencent-im")
@PermitAll
@Cancellable(false)
@Tag(name = "hooks", description = "Called by the IM vendor")
class CallbackResource {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    /** We, and whoever else has the application's key: what they say is theirs to store. */
    private static final String BACK_END = "RESTAPI";

    private final CallbackSignature signature;
    private final Texts texts;
    private final TurnedDown turnedDown;
    private final MeterRegistry meters;

    CallbackResource(CallbackSignature signature, Texts texts, TurnedDown turnedDown, MeterRegistry meters) {
        this.signature = signature;
        this.texts = texts;
        this.turnedDown = turnedDown;
        this.meters = meters;
    }

    @POST
    @Consumes(MediaType.WILDCARD)
    @Operation(
            operationId = "imCallback",
            summary = "A message is about to be shown, or was; other commands are only accepted")
    @RequestBody(content = @Content(schema = @Schema(implementation = CallbackRequest.class)))
    public Uni<AnswerView> on(
            @RestQuery("SdkAppid") String sdkAppId,
            @RestQuery("CallbackCommand") String command,
            @RestQuery("OptPlatform") String platform,
            @RestQuery("RequestTime") String requestTime,
            @RestQuery("Sign") String sign,
            byte[] body) {
        signature.require(sdkAppId, requestTime, sign);
        CallbackRequest message = read(body);
        String known = command == null ? "" : command;
        return (BACK_END.equals(platform) ? Uni.createFrom().item(Outcome.IGNORED) : on(known, message))
                .invoke(outcome -> count(known, outcome))
                .map(AnswerView::of);
    }

    private Uni<Outcome> on(String command, CallbackRequest message) {
        return switch (command) {
            case "Group.CallbackBeforeSendMsg", "C2C.CallbackBeforeSendMsg" -> texts.check(message);
            case "Group.CallbackAfterSendMsg" -> texts.store(message);
            case "C2C.CallbackAfterSendMsg" -> toOne(message);
            default -> Uni.createFrom().item(Outcome.IGNORED);
        };
    }

    private Uni<Outcome> toOne(CallbackRequest message) {
        if (message.result() != 0) return Uni.createFrom().item(Outcome.IGNORED);
        UUID callId = TurnedDown.callOf(message);
        return callId == null ? texts.store(message) : turnedDown.decline(callId, message.from());
    }

    private static CallbackRequest read(byte[] body) {
        try {
            CallbackRequest message = MAPPER.readValue(body, CallbackRequest.class);
            if (message != null) return message;
        } catch (IOException e) {
            // The same as what is no object.
        }
        throw new ProblemException(ProblemType.UNREADABLE_BODY, "the body is no message of the vendor's");
    }

    private void count(String command, Outcome outcome) {
        String moment = command.contains(".CallbackBefore") ? "before" : "after";
        meters.counter(
                        "rtcroom.im.callbacks",
                        "moment",
                        moment,
                        "outcome",
                        outcome.name().toLowerCase(Locale.ROOT))
                .increment();
    }

    /** @param code of a message that is about to be shown: 0 lets it pass, 1 does not */
    @RegisterForReflection
    record AnswerView(
            @JsonProperty("ActionStatus") String status,
            @JsonProperty("ErrorCode") int code,
            @JsonProperty("ErrorInfo") String info) {
        static AnswerView of(Outcome outcome) {
            return new AnswerView("OK", outcome == Outcome.REFUSED ? 1 : 0, "");
        }
    }
}
