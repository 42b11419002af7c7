package io.rtcroom.call;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.security.identity.SecurityIdentity;
import io.rtcroom.credential.Caller;
import io.rtcroom.credential.Scope;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jboss.resteasy.reactive.RestPath;

/** What a call is and how it came to be so, for its people and for back ends. */
@Path("/v1/calls")
@RolesAllowed({Scope.USER_ROLE, Scope.ROOMS_ROLE})
class CallHistoryResource {
    private final CallDirectory directory;
    private final SecurityIdentity caller;

    CallHistoryResource(CallDirectory directory, SecurityIdentity caller) {
        this.directory = directory;
        this.caller = caller;
    }

    @GET
    @Path("/{id}")
    public Uni<CallView> get(@RestPath UUID id) {
        return visible(id)
                .map(call -> caller.getPrincipal() instanceof Caller.User user
                        ? CallView.of(call, user.id())
                        : CallView.of(call, true));
    }

    @GET
    @Path("/{id}/timeline")
    public Uni<TimelineView> timeline(@RestPath UUID id) {
        return visible(id)
                .chain(call -> directory.timeline(id))
                .map(lines -> new TimelineView(lines.stream().map(LineView::of).toList()));
    }

    /** A call is nobody's business but its people's; to others it does not exist. */
    private Uni<Call> visible(UUID id) {
        return directory.require(id).invoke(call -> {
            if (caller.getPrincipal() instanceof Caller.User user && call.find(user.id()) == null)
                throw CallDirectory.noSuchCall(id);
        });
    }

    record TimelineView(List<LineView> items) {}

    /**
     * @param seq the number of the event that told of it
     * @param userId whom it concerns; absent if everybody
     * @param actor whose doing it was; absent if a deadline's
     * @param state what the call was from here on
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record LineView(long seq, Instant at, String event, String userId, String actor, String cause, CallState state) {
        static LineView of(Transition line) {
            return new LineView(
                    line.seq(), line.at(), line.event(), line.userId(), line.actor(), line.cause(), line.state());
        }
    }
}
