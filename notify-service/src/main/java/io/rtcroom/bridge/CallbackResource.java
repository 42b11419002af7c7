package io.rtcroom.bridge;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
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
    private final CallbackSignature signature;
    private final Callbacks callbacks;

    CallbackResource(CallbackSignature signature, Callbacks callbacks) {
        this.signature = signature;
        this.callbacks = callbacks;
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
        return callbacks.take(command, platform, body).map(AnswerView::of);
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
