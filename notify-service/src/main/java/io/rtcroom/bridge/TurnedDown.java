package io.rtcroom.bridge;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.rtcroom.credential.CredentialConfig;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import jakarta.ws.rs.WebApplicationException;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jboss.logging.Logger;

/**
 * The {@code linkmic} response with which an old client turns a call down (protocol.md §7.6): it goes to the caller alone,
 * and would leave the call ringing. Who accepts enters the room of the call's id, so that needs no response.
 */
@Singleton
class TurnedDown {
    private static final Logger LOG = Logger.getLogger(TurnedDown.class);
    private static final ObjectMapper MAPPER = new ObjectMapper();
    /** No such call or no part in it, or it does not ring any more. */
    private static final Set<Integer> RULES = Set.of(400, 404, 409);

    private final CallService calls;
    private final String internalKey;

    TurnedDown(@RestClient CallService calls, CredentialConfig config) {
        this.calls = calls;
        internalKey = config.internal().key().orElse("");
    }

    /** The call that the message turns down, or null. */
    static UUID callOf(CallbackRequest message) {
        if (!"linkmic".equals(message.command())) return null;
        try {
            JsonNode data = MAPPER.readTree(message.data()).path("data");
            boolean rejects = data.path("type").asText().equals("response")
                    && data.path("result").asText().equals("reject");
            return rejects ? UUID.fromString(data.path("roomID").asText()) : null;
        } catch (JsonProcessingException | IllegalArgumentException e) {
            return null; // Not a call of ours: a room's name, or what some other client calls JSON.
        }
    }

    /** An outage here costs a longer ring and nothing else: the ring has its own end. */
    Uni<Outcome> decline(UUID callId, String userId) {
        return calls.decline(internalKey, callId, new CallService.DeclineRequest(userId))
                .replaceWith(Outcome.DECLINED)
                .onFailure()
                .recoverWithItem(e -> failed(callId, e));
    }

    private static Outcome failed(UUID callId, Throwable failure) {
        if (failure instanceof WebApplicationException answer
                && RULES.contains(answer.getResponse().getStatus())) return Outcome.REFUSED;
        LOG.warnf("not declined: callId=%s %s", callId, failure.toString());
        return Outcome.FAILED;
    }
}
