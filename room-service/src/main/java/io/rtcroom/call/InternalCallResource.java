package io.rtcroom.call;

import io.rtcroom.credential.Scope;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.server.Cancellable;

/** For notify-service: what old clients answer at the IM vendor (protocol.md §7.6). */
@Path("/internal/calls")
@RolesAllowed(Scope.INTERNAL_ROLE)
@Cancellable(false)
class InternalCallResource {
    private final Calls calls;

    InternalCallResource(Calls calls) {
        this.calls = calls;
    }

    @POST
    @Path("/{id}/decline")
    @Operation(hidden = true)
    public Uni<Void> decline(@RestPath UUID id, @Valid @NotNull DeclineRequest request) {
        return calls.decline(id, request.userId).replaceWithVoid();
    }

    record DeclineRequest(@NotNull @Pattern(regexp = CallResource.USER_ID) String userId) {}
}
