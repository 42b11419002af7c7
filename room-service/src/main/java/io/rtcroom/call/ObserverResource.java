package io.rtcroom.call;

import io.quarkus.security.identity.SecurityIdentity;
import io.rtcroom.credential.Caller;
import io.rtcroom.credential.Scope;
import io.rtcroom.problem.ProblemException;
import io.rtcroom.problem.ProblemType;
import io.rtcroom.room.Profile;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Pattern;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.util.UUID;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.server.Cancellable;

/** Listening to a call with play addresses alone: supervisors for themselves, back ends for anybody. */
@Path("/v1/calls/{id}/observers")
@RolesAllowed({Scope.USER_ROLE, Scope.ROOMS_ROLE})
@Cancellable(false)
class ObserverResource {
    private static final String ROLE = "supervisor";

    private final Calls calls;
    private final SecurityIdentity caller;

    ObserverResource(Calls calls, SecurityIdentity caller) {
        this.calls = calls;
        this.caller = caller;
    }

    /** The observer stays by heartbeats of the call and leaves by hanging up. */
    @POST
    @ResponseStatus(201)
    public Uni<CallView> observe(@RestPath UUID id, @Valid ObserverRequest request) {
        ObserverRequest asked = request == null ? new ObserverRequest(null, null, null) : request;
        return switch (caller.getPrincipal()) {
            case Caller.User user -> {
                requireSupervisor(user);
                yield observe(id, asked, user.id(), user.tokenId().toString());
            }
            default -> observe(id, asked, asked.requiredUser(), "");
        };
    }

    private Uni<CallView> observe(UUID id, ObserverRequest asked, String userId, String device) {
        Profile profile = new Profile(userId, asked.userName, asked.userAvatar);
        return calls.observe(id, profile, device, caller.getPrincipal().getName())
                .map(call -> CallView.of(call, userId));
    }

    private static void requireSupervisor(Caller.User user) {
        if (!user.roles().contains(ROLE))
            throw new ProblemException(ProblemType.NOT_ALLOWED, "%s's token has no role %s", user.id(), ROLE);
    }

    /** @param userId whom a back end lets listen; a user listens themselves */
    record ObserverRequest(@Pattern(regexp = CallResource.USER_ID) String userId, String userName, String userAvatar) {
        String requiredUser() {
            if (userId == null)
                throw ProblemException.ofField(ProblemType.INVALID_REQUEST, "userId", "userId must be given");
            return userId;
        }
    }
}
