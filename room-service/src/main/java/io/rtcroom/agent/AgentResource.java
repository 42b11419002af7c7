package io.rtcroom.agent;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.security.identity.SecurityIdentity;
import io.rtcroom.credential.Caller;
import io.rtcroom.credential.Scope;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.server.Cancellable;

/** An agent's own duty: the shift, breaks, and being there. */
@Path("/v1/agents/me")
@RolesAllowed(Scope.USER_ROLE)
@Cancellable(false)
class AgentResource {
    private final Agents agents;
    private final SecurityIdentity caller;

    AgentResource(Agents agents, SecurityIdentity caller) {
        this.agents = agents;
        this.caller = caller;
    }

    @GET
    public Uni<AgentView> get() {
        return agents.require(self()).map(AgentView::of);
    }

    @PUT
    public Uni<AgentView> open(@Valid @NotNull OpenRequest request) {
        return agents.open(self(), Skills.given(request.skills), request.queues, request.infoOrEmpty())
                .map(AgentView::of);
    }

    /** @param drain whether a call that goes on may come to its end */
    @DELETE
    public Uni<AgentView> close(@RestQuery @DefaultValue("true") boolean drain) {
        return (drain ? agents.drain(self()) : agents.close(self(), "closed")).map(AgentView::of);
    }

    @POST
    @Path("/break")
    public Uni<AgentView> takeBreak(@Valid @NotNull BreakRequest request) {
        return agents.takeBreak(self(), request.reason).map(AgentView::of);
    }

    @POST
    @Path("/ready")
    public Uni<AgentView> ready() {
        return agents.ready(self()).map(AgentView::of);
    }

    @POST
    @Path("/heartbeat")
    public Uni<Void> beat() {
        return agents.beat(self());
    }

    /** Lets somebody into the agent's room for the time of the call. */
    @POST
    @Path("/guests")
    public Uni<AgentView> admit(@Valid @NotNull GuestRequest request) {
        return agents.admit(self(), request.userId).map(AgentView::of);
    }

    private String self() {
        Caller.User user = (Caller.User) caller.getPrincipal();
        agents.requireAdmission(user);
        return user.id();
    }

    /** @param skills each with its level from 1 to 10 */
    record OpenRequest(
            Map<String, Integer> skills,
            @NotNull @Size(min = 1, max = 50) List<@NotNull @Pattern(regexp = "[a-z0-9][a-z0-9-]{0,31}") String> queues,
            @Size(max = 1024) String roomInfo) {
        String infoOrEmpty() {
            return roomInfo == null ? "" : roomInfo;
        }
    }

    record BreakRequest(@NotNull @Size(min = 1, max = 64) @Pattern(regexp = "[^\\p{Cntrl}]*") String reason) {}

    record GuestRequest(@NotNull @Pattern(regexp = "[A-Za-z0-9_-]{1,32}") String userId) {}

    /** @param shown as old clients see it: IDLE, BUSY or CLOSE */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record AgentView(
            String userId,
            AgentState state,
            String shown,
            Instant since,
            UUID roomUid,
            String roomId,
            String breakReason,
            boolean draining,
            Map<String, Integer> skills,
            long version) {
        static AgentView of(Agent agent) {
            boolean isClosed = agent.state() == AgentState.CLOSED;
            return new AgentView(
                    agent.userId(),
                    agent.state(),
                    agent.state().shown(),
                    agent.stateSince(),
                    isClosed ? null : agent.roomUid(),
                    isClosed ? null : agent.roomId(),
                    agent.breakReason(),
                    agent.isDraining(),
                    agent.skills().levels(),
                    agent.version());
        }
    }
}
