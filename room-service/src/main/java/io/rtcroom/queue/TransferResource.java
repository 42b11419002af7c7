package io.rtcroom.queue;

import io.quarkus.security.identity.SecurityIdentity;
import io.rtcroom.call.AnsweredCall;
import io.rtcroom.call.Call;
import io.rtcroom.call.Calls;
import io.rtcroom.credential.Scope;
import io.rtcroom.problem.ProblemException;
import io.rtcroom.problem.ProblemType;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.util.UUID;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.server.Cancellable;

/** An agent hands the caller over and stays until the other agent has come; the call remains the same. */
@Path("/v1/calls/{id}/transfer")
@RolesAllowed(Scope.USER_ROLE)
@Cancellable(false)
class TransferResource {
    private final Transfers transfers;
    private final Calls calls;
    private final SecurityIdentity caller;

    TransferResource(Transfers transfers, Calls calls, SecurityIdentity caller) {
        this.transfers = transfers;
        this.calls = calls;
        this.caller = caller;
    }

    @POST
    public Uni<AnsweredCall> start(@RestPath UUID id, @Valid @NotNull TransferRequest request) {
        return request.namesAgent()
                ? transfers.toAgent(id, user(), request.agent).map(this::view)
                : transfers.toQueue(id, user(), request.queue).map(this::view);
    }

    /** The other agent is there: the first one leaves. */
    @POST
    @Path("/complete")
    public Uni<AnsweredCall> complete(@RestPath UUID id) {
        return calls.completeTransfer(id, user()).map(this::view);
    }

    /** The first agent goes on alone. */
    @DELETE
    public Uni<AnsweredCall> cancel(@RestPath UUID id) {
        return calls.cancelTransfer(id, user()).map(this::view);
    }

    private AnsweredCall view(Call call) {
        return AnsweredCall.shown(call, user());
    }

    private String user() {
        return caller.getPrincipal().getName();
    }

    /** One of the two. */
    record TransferRequest(
            @Pattern(regexp = "[A-Za-z0-9_-]{1,32}") String agent, @Pattern(regexp = QueueResource.NAME) String queue) {
        boolean namesAgent() {
            if ((agent == null) == (queue == null))
                throw ProblemException.ofField(
                        ProblemType.INVALID_REQUEST, "agent", "either agent or queue must be given");
            return agent != null;
        }
    }
}
