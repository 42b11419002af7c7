package io.rtcroom.heartbeat;

import io.quarkus.security.identity.SecurityIdentity;
import io.rtcroom.credential.Scope;
import io.rtcroom.member.Session;
import io.rtcroom.problem.ProblemException;
import io.rtcroom.problem.ProblemType;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.util.UUID;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.server.Cancellable;

/** Says that the caller is still in one room. */
@Path("/v1/rooms/{uid}/heartbeat")
@RolesAllowed(Scope.USER_ROLE)
@Cancellable(false)
class RoomHeartbeatResource {
    private final Heartbeats heartbeats;
    private final SecurityIdentity caller;

    RoomHeartbeatResource(Heartbeats heartbeats, SecurityIdentity caller) {
        this.heartbeats = heartbeats;
        this.caller = caller;
    }

    @POST
    public Uni<Void> beat(@RestPath UUID uid, @Valid @NotNull BeatRequest request) {
        Session session = new Session(uid, caller.getPrincipal().getName(), Long.parseLong(request.session));
        return heartbeats.beat(session).map(pulse -> {
            if (pulse == null)
                throw new ProblemException(ProblemType.NOT_A_MEMBER, "the session in room %s is over", uid);
            return null;
        });
    }

    record BeatRequest(@NotNull @Pattern(regexp = Session.NUMBER) String session) {}
}
